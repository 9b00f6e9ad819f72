// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static java.util.Objects.requireNonNull;

import dev.holdfast.secrets.AccountKeys;
import dev.holdfast.secrets.KeyLostException;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import org.jspecify.annotations.Nullable;

/**
 * The home's storage as an account sees it: sealed with its keys, which are fetched when they are first needed. A
 * provider that is silent now is asked again at the next call.
 */
final class AccountStorage extends ForwardingStorage {

    private final KeyManager manager;
    private final Scope scope;
    private @Nullable AccountKeys keys;
    private volatile @Nullable Storage sealed;
    private boolean closed;

    AccountStorage(Storage raw, KeyManager manager, Scope scope) {
        super(raw);
        this.manager = manager;
        this.scope = scope;
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
        }
    }

    /**
     * Fetches the keys.
     *
     * @throws KeyLostException if they are gone for good
     * @throws UnreadableException if they are not to be had now
     */
    synchronized Storage unlock() {
        if (closed) {
            throw Problems.closed();
        }
        Storage now = sealed;
        return now != null ? now : use(manager.open(scope));
    }

    /** Uses keys that were just created. */
    synchronized Storage use(AccountKeys opened) {
        keys = opened;
        Storage now = opened.seal(super.inner());
        sealed = now;
        return now;
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

    /** Wipes the keys; the home's storage stays open. */
    @Override
    public synchronized void close() {
        closed = true;
        sealed = null;
        if (keys != null) {
            keys.close();
        }
    }
}
