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

    NotRestored.Reason reason() {
        return reason;
    }
}
