// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static java.util.Objects.requireNonNull;

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
import org.jspecify.annotations.Nullable;

/**
 * The home's storage as an account sees it: sealed with its keys, which are fetched when they are first needed. A
 * provider that is silent now is asked again at the next call.
 */
final class AccountStorage extends ForwardingStorage {

    private final KeyManager manager;
    private final Incarnation incarnation;
    private final List<AccountKeys> earlier = new ArrayList<>();
    private @Nullable AccountKeys keys;
    private volatile @Nullable Storage sealed;
    private boolean closed;
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
     * Fetches the keys.
     *
     * @throws KeyLostException if they are gone for good
     * @throws UnreadableException if they are not to be had now
     */
    synchronized Storage unlock() {
        requireThere();
        if (closed) {
            throw Problems.closed();
        }
        Storage now = sealed;
        return now != null ? now : use(manager.open(incarnation.scope()));
    }

    /** Uses keys that were just created. */
    synchronized Storage use(AccountKeys opened) {
        keys = opened;
        Storage now = opened.seal(super.inner(), incarnation.anchored());
        sealed = now;
        return now;
    }

    /**
     * The keys, fetched if need be, as they are stored now.
     *
     * @throws KeyLostException if they are gone for good
     * @throws UnreadableException if they are not to be had now
     */
    synchronized AccountKeys keys() {
        unlock();
        AccountKeys now = requireNonNull(keys);
        now.refresh();
        return now;
    }

    /** The keys are fetched anew when they are next needed. What uses them now ends with them: they are wiped at the end. */
    synchronized void reopen() {
        sealed = null;
        if (keys != null) {
            earlier.add(keys);
            keys = null;
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
    synchronized SecretBytes secret(String purpose, int bytes) {
        unlock();
        return requireNonNull(keys).derive(purpose, bytes);
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
