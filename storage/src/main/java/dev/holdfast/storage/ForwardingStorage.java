// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands every call to another storage: the one base of all decorators. */
public abstract class ForwardingStorage implements Storage {

    private final Storage inner;

    /** @param inner who does the work; closed with this one */
    protected ForwardingStorage(Storage inner) {
        this.inner = inner;
    }

    /** Who does the work; asked anew at every call. */
    protected Storage inner() {
        return inner;
    }

    @Override
    public void create(Scope scope) {
        inner().create(scope);
    }

    @Override
    public boolean exists(Scope scope) {
        return inner().exists(scope);
    }

    @Override
    public List<Scope> scopes(Scope parent) {
        return inner().scopes(parent);
    }

    @Override
    public Optional<Stored> read(BlobName name) {
        return inner().read(name);
    }

    @Override
    public Revision revision(BlobName name) {
        return inner().revision(name);
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        return inner().replace(name, expected, bytes, durability);
    }

    @Override
    public Replacement confirm(BlobName name, Revision expected) {
        return inner().confirm(name, expected);
    }

    @Override
    public Replacement delete(BlobName name, Revision expected) {
        return inner().delete(name, expected);
    }

    @Override
    public List<BlobName> list(Scope scope) {
        return inner().list(scope);
    }

    @Override
    public List<BlobName> listKept(Scope scope) {
        return inner().listKept(scope);
    }

    @Override
    public List<Generation> history(BlobName name) {
        return inner().history(name);
    }

    @Override
    public Optional<Stored> read(BlobName name, Revision revision) {
        return inner().read(name, revision);
    }

    @Override
    public Replacement pin(BlobName name, Revision revision) {
        return inner().pin(name, revision);
    }

    @Override
    public void forgetHistory(BlobName name) {
        inner().forgetHistory(name);
    }

    @Override
    public Optional<String> setAside(BlobName name, Revision revision) {
        return inner().setAside(name, revision);
    }

    @Override
    public void purge(Scope scope) {
        inner().purge(scope);
    }

    @Override
    public Watch watch(Scope scope, Consumer<BlobName> hint) {
        return inner().watch(scope, hint);
    }

    @Override
    public Optional<Lease> lease(Scope scope, String purpose, LeaseMode mode, Duration wait) {
        return inner().lease(scope, purpose, mode, wait);
    }

    @Override
    public String location(BlobName name) {
        return inner().location(name);
    }

    @Override
    public void close() {
        inner().close();
    }
}
