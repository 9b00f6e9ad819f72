// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

/** Thrown by a {@link ClientFactory} whose client cannot be rebuilt now, to say why. */
public final class RestoreException extends Exception {

    private static final long serialVersionUID = 1L;

    private final NotRestored.Reason reason;

    private RestoreException(NotRestored.Reason reason) {
        super(reason.toString());
        this.reason = reason;
    }

    /** The server does not know the session any more. */
    public static RestoreException revoked() {
        return new RestoreException(NotRestored.Reason.REVOKED);
    }

    /** The server could not be reached. */
    public static RestoreException offline() {
        return new RestoreException(NotRestored.Reason.OFFLINE);
    }

    /** The client's store is older than its session. */
    public static RestoreException storeRolledBack() {
        return new RestoreException(NotRestored.Reason.STORE_ROLLED_BACK);
    }

    /** The client's store was made with another key than the account's. */
    public static RestoreException wrongKey() {
        return new RestoreException(NotRestored.Reason.WRONG_KEY);
    }

    /** The client's store cannot be read: damaged, from a newer version, or somebody else's. */
    public static RestoreException unreadable() {
        return new RestoreException(NotRestored.Reason.UNREADABLE);
    }

    /** Another program, or another part of this one, has the client's store open. */
    public static RestoreException inUse() {
        return new RestoreException(NotRestored.Reason.IN_USE);
    }

    NotRestored.Reason reason() {
        return reason;
    }
}
