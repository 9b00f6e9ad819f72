// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import java.util.concurrent.locks.LockSupport;

/** A storage whose process stands still for ever before its n-th change, so that it can be killed just there. */
final class FreezingStorage extends ForwardingStorage {

    private int left = Integer.MAX_VALUE;
    private Runnable onFrozen = () -> {};

    FreezingStorage(Storage inner) {
        super(inner);
    }

    /** Lets so many changes happen from now on, then calls {@code announce} and stands still. */
    synchronized void freezeAfter(int changes, Runnable announce) {
        left = changes;
        onFrozen = announce;
    }

    private synchronized void count() {
        if (left == 0) {
            onFrozen.run();
            while (true) {
                LockSupport.park(this);
            }
        }
        left--;
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
    public void forgetHistory(BlobName name) {
        count();
        super.forgetHistory(name);
    }

    @Override
    public void purge(Scope scope) {
        count();
        super.purge(scope);
    }
}
