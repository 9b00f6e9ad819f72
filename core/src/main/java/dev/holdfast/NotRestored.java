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

    /** Why, with words that a user interface can show. Others may come. */
    public enum Reason {
        /** The key provider does not answer. Unlock it, then try again. */
        KEY_UNAVAILABLE(
                "Nothing is lost: the key to your data cannot be reached at the moment. Unlock it, then try again."),
        /**
         * The provider is well and the key is not there any more. Unless a backup brings it back, nobody can read what was
         * sealed under it: log the account out, and sign in.
         */
        KEY_LOST(
                "The key to your data on this machine is gone. Restore it from a backup; without one, log out and sign in"
                        + " again, which gives up what is stored here."),
        /** The provider gave another key than the one that was used. */
        WRONG_KEY(
                "Your data is untouched, but was locked with another key than the one that is here now. Bring the right"
                        + " key back, then try again."),
        /**
         * An import of this session was cut off, and goes on when {@link SessionManager#importFrom} is called again. Until
         * then it has no session, or not its database yet; both are where they were.
         */
        IMPORT_CUT_OFF(
                "Taking over your earlier session was interrupted; nothing is lost. Start the app again to go on; if the"
                        + " earlier files are gone, sign in again."),
        /**
         * The session names a local store that is not there, is empty, or is no directory: signing in anew is the only way,
         * as its keys are gone.
         */
        STORE_MISSING(
                "A part of your data on this machine is missing. Put it back if you moved it; else sign in again."),
        /** The local store is older than the session: a backup was put back. Using it could do harm. */
        STORE_ROLLED_BACK(
                "An older copy of your data was put back, and using it could do harm. Put the latest one back, or"
                        + " log out and sign in again."),
        /**
         * The stored session is older than what was there before: a copy was put back. Sign in again with
         * {@code signIn(account, ...)}; or, if a backup was restored on purpose, {@link Protection#trustBackup()}.
         */
        ROLLED_BACK(
                "An older copy of your session was put back; nothing was changed. If you restored a backup, say so; else"
                        + " sign in again: what is stored here stays."),
        /**
         * The stored keyset is older than what was there before: a copy was put back. Put the newer one back; or, if a backup
         * was restored on purpose, {@link Protection#trustBackup()}, which throws if the key of that keyset is gone. Else
         * log the account out, and sign in.
         */
        KEYS_ROLLED_BACK(
                "An older copy of the key to your data was put back; nothing was changed. Put the newer one back, or say"
                        + " that you restored a backup; else log out and sign in."),
        /** The server does not know the session any more: sign in again with {@code signIn(account, ...)}. */
        REVOKED("The server has ended your session. Sign in again: what is stored on this machine stays."),
        /** The server could not be reached. */
        OFFLINE("The server cannot be reached at the moment. What is stored on this machine is safe; try again later."),
        /** Another process, or another part of this one, runs this account's client. */
        IN_USE("This account is open in another window. Go on there, or close it and try again."),
        /** The account or its stored session cannot be read: damaged, from a newer version, or an I/O error. */
        UNREADABLE(
                "Your session cannot be read at the moment; nothing was changed. Try again, update the app if it was newer"
                        + " before, or sign in again: your documents stay."),
        /** The client factory failed in a way of its own; see {@link #cause()}. */
        CLIENT_FAILED(
                "The app could not start with your account; nothing was changed. Try again; if it goes on, report it.");

        private final String advice;

        Reason(String advice) {
            this.advice = advice;
        }

        /** What is safe and what to do next, in one or two plain English sentences for the person at the screen. */
        public String advice() {
            return advice;
        }
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

    /** What is safe and what to do next, as {@link Reason#advice} says it. */
    public String advice() {
        return reason.advice();
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
