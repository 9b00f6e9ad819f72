// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;

/** The storage of a process that dies after its n-th change: nothing that it does after that reaches the disk. */
final class DyingStorage extends ForwardingStorage {

    /** What a dead process would not live to see. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private int changes;
    private int last = Integer.MAX_VALUE;

    DyingStorage(Storage inner) {
        super(inner);
    }

    /** Dies after so many changes from now on. */
    void dieAfter(int more) {
        last = changes + more;
    }

    private void count() {
        if (changes == last) {
            throw new Death();
        }
        changes++;
    }

    @Override
    public void create(Scope scope) {
        count();
        super.create(scope);
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        count();
        return super.replace(name, expected, bytes, durability);
    }

    @Override
    public Replacement delete(BlobName name, Revision expected) {
        count();
        return super.delete(name, expected);
    }

    @Override
    public void purge(Scope scope) {
        count();
        super.purge(scope);
    }
}
