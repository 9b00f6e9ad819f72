// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import org.jspecify.annotations.Nullable;

/**
 * Something is stored that cannot be given. It is left as it is, byte for byte; nothing may be written over it before
 * it was {@linkplain Storage#setAside set aside} or the app insists.
 */
public final class UnreadableException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    /** Why it cannot be given. */
    public enum Reason {
        /** The medium reports an error, or refuses. */
        IO,
        /** Larger than the storage's limit. */
        TOO_LARGE,
        /** The bytes are not what was written: authentication failed under a key that is known to be right. */
        DAMAGED,
        /** The key is not to be had at present. */
        KEY_UNAVAILABLE,
        /** A key was found, and it is not the one. */
        WRONG_KEY,
        /** Whole, and older than what is known to have been stored: an earlier copy was put back. */
        ROLLED_BACK
    }

    private final Reason reason;
    private final Revision revision;

    /** @param revision what cannot be given; absent where even that is not known */
    public UnreadableException(Problem problem, Reason reason, Revision revision, @Nullable Throwable cause) {
        super(problem);
        this.reason = reason;
        this.revision = revision;
        if (cause != null) {
            initCause(cause);
        }
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Which revision; {@link Revision#ABSENT} where even that is not known. */
    public Revision revision() {
        return revision;
    }
}
