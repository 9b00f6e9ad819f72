// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.Optional;

/**
 * A storage that is only read. Each method that would change something, or hold something against others, throws
 * HoldfastException HF-0104 instead; nothing was changed then. {@link #create} does nothing, as ever, where the scope is
 * there. Closing it closes the storage below.
 */
public class ReadOnlyStorage extends ForwardingStorage {

    /** @param inner what is read; closed with this one */
    public ReadOnlyStorage(Storage inner) {
        super(inner);
    }

    @Override
    public void create(Scope scope) {
        if (!exists(scope)) {
            throw Faults.readOnly(scope);
        }
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        throw refused(name);
    }

    @Override
    public Replacement confirm(BlobName name, Revision expected) {
        throw refused(name);
    }

    @Override
    public Replacement delete(BlobName name, Revision expected) {
        throw refused(name);
    }

    @Override
    public Replacement pin(BlobName name, Revision revision) {
        throw refused(name);
    }

    @Override
    public void forgetHistory(BlobName name) {
        throw refused(name);
    }

    @Override
    public Optional<String> setAside(BlobName name, Revision revision) {
        throw refused(name);
    }

    @Override
    public void purge(Scope scope) {
        throw Faults.readOnly(scope);
    }

    @Override
    public Optional<Lease> lease(Scope scope, String purpose, LeaseMode mode, Duration wait) {
        throw Faults.readOnly(scope);
    }

    private HoldfastException refused(BlobName name) {
        return Faults.readOnly(location(name));
    }
}
