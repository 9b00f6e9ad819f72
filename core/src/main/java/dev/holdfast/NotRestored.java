// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.HoldfastException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * There is a session, and no client came of it. Nothing was deleted; what is wrong may pass or be mended.
 *
 * @param <C> the client
 */
public final class NotRestored<C> implements Restore<C> {

    /** Why. */
    public enum Reason {
        /** The key provider does not answer. Unlock it, then try again. */
        KEY_UNAVAILABLE,
        /**
         * The provider is well and the key is not there any more. Unless a backup brings it back, nobody can read what was
         * sealed under it: log the account out, and sign in.
         */
        KEY_LOST,
        /** The provider gave another key than the one that was used. */
        WRONG_KEY,
        /** The session names a local store that is not there: signing in anew is the only way, as its keys are gone. */
        STORE_MISSING,
        /** The local store is older than the session: a backup was put back. Using it could do harm. */
        STORE_ROLLED_BACK,
        /**
         * The stored session or keyset is older than what was there before: a copy was put back. Sign in again with
         * {@code signIn(account, ...)}; or, if a backup was restored on purpose, {@link Protection#trustBackup()}.
         */
        ROLLED_BACK,
        /** The server does not know the session any more: sign in again with {@code signIn(account, ...)}. */
        REVOKED,
        /** The server could not be reached. */
        OFFLINE,
        /** Another process, or another part of this one, runs this account's client. */
        IN_USE,
        /** The account or its stored session cannot be read: damaged, from a newer version, or an I/O error. */
        UNREADABLE,
        /** The client factory failed in a way of its own; see {@link #cause()}. */
        CLIENT_FAILED
    }

    private final Reason reason;
    private final String user;
    private final @Nullable Exception cause;

    NotRestored(Reason reason, String user, @Nullable Exception cause) {
        this.reason = reason;
        this.user = user;
        this.cause = cause;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Whose session it is, for {@link Holdfast#account}. */
    public String user() {
        return user;
    }

    /** What was thrown: a {@link HoldfastException}, or the factory's own exception. */
    public Optional<Exception> cause() {
        return Optional.ofNullable(cause);
    }

    /** The reason alone. */
    @Override
    public String toString() {
        return "NotRestored[" + reason + "]";
    }
}
