// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.AccountKeys;
import dev.holdfast.secrets.KeyLostException;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The home's storage as an account sees it: sealed with its keys, which are fetched when they are first needed. A
 * provider that is silent now is asked again at the next call.
 */
final class AccountStorage extends ForwardingStorage {

    private final KeyManager manager;
    private final Incarnation incarnation;
    private final List<AccountKeys> earlier = new ArrayList<>();
    private final ReentrantLock unlocking = new ReentrantLock();
    private volatile @Nullable AccountKeys keys;
    private volatile @Nullable Storage sealed;
    private volatile boolean closed;
    private volatile boolean gone;

    AccountStorage(Storage raw, KeyManager manager, Incarnation incarnation) {
        super(raw);
        this.manager = manager;
        this.incarnation = incarnation;
    }

    @Override
    protected Storage inner() {
        Storage now = sealed;
        if (now != null) {
            return now;
        }
        try {
            return unlock();
        } catch (KeyLostException e) {
            throw new UnreadableException(e.problem(), UnreadableException.Reason.KEY_UNAVAILABLE, Revision.ABSENT, e);
        } catch (UnreadableException e) { // of the keyset, and of no blob
            throw new UnreadableException(e.problem(), e.reason(), Revision.ABSENT, e);
        }
    }

    /**
     * Fetches the keys. A person may be asked for them: who needs them as well waits for that, and nothing else does.
     *
     * @throws KeyLostException if they are gone for good
     * @throws UnreadableException if they are not to be had now
     */
    Storage unlock() {
        Storage now = unlocked();
        if (now != null) {
            return now;
        }
        unlocking.lock();
        try {
            Storage meanwhile = unlocked();
            return meanwhile != null ? meanwhile : use(manager.open(incarnation.scope()));
        } finally {
            unlocking.unlock();
        }
    }

    private @Nullable Storage unlocked() {
        requireOpen();
        return sealed;
    }

    private void requireOpen() {
        requireThere();
        if (closed) {
            throw Problems.closed();
        }
    }

    /** Uses keys that were just created, or fetched. */
    synchronized Storage use(AccountKeys opened) {
        Storage now = opened.seal(super.inner(), incarnation.anchored());
        keys = opened;
        sealed = now;
        if (closed) {
            close();
        }
        requireOpen();
        return now;
    }

    /**
     * The keys, fetched if need be, as they are stored now.
     *
     * @throws KeyLostException if they are gone for good
     * @throws UnreadableException if they are not to be had now
     */
    AccountKeys keys() {
        AccountKeys now = fetched();
        now.refresh();
        return now;
    }

    private AccountKeys fetched() {
        AccountKeys now;
        do {
            unlock();
            now = keys;
        } while (now == null);
        return now;
    }

    /** The keys are fetched anew when they are next needed. What uses them now ends with them: they are wiped at the end. */
    synchronized void reopen() {
        AccountKeys now = keys;
        sealed = null;
        keys = null;
        if (now != null) {
            earlier.add(now);
        }
    }

    private void requireThere() {
        if (gone) {
            throw new ScopeGoneException(incarnation.scope());
        }
    }

    /** A write that is under way when the keys are wiped says why. */
    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        try {
            return super.replace(name, expected, bytes, durability);
        } catch (HoldfastException e) {
            requireThere();
            throw e;
        }
    }

    /**
     * A secret that is derived from the keys.
     *
     * @throws KeyLostException if they are gone for good
     * @throws UnreadableException if they are not to be had now
     */
    SecretBytes secret(String purpose, int bytes) {
        return fetched().derive(purpose, bytes);
    }

    /** Needs no key. */
    @Override
    public String location(BlobName name) {
        return super.inner().location(name);
    }

    /** As {@link #close}; who still uses it is told that the account was logged out. */
    void discard() {
        gone = true;
        close();
    }

    /** Wipes the keys; the home's storage stays open. */
    @Override
    public synchronized void close() {
        closed = true;
        reopen();
        earlier.forEach(AccountKeys::close);
    }
}
