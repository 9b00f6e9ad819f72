// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Stops before the k-th change from now on: tells of it, and only goes on if the listener returns. */
final class HaltingStorage extends ForwardingStorage {

    private final Consumer<String> listener;
    private final AtomicInteger left = new AtomicInteger();

    HaltingStorage(Storage inner, Consumer<String> listener) {
        super(inner);
        this.listener = listener;
    }

    void haltBefore(int change) {
        left.set(change);
    }

    private void change(String what, Object where) {
        if (left.decrementAndGet() == 0) {
            listener.accept(what + " " + where);
        }
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        change("replace", name);
        return super.replace(name, expected, bytes, durability);
    }

    @Override
    public Replacement delete(BlobName name, Revision expected) {
        change("delete", name);
        return super.delete(name, expected);
    }

    @Override
    public void purge(Scope scope) {
        change("purge", scope);
        super.purge(scope);
    }
}
