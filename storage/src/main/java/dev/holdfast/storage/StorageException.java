// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/**
 * The medium failed: no space, no permission, an I/O error. A read changed nothing. After a write {@link #state} says
 * what is certain.
 */
public final class StorageException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    /** What a failed write left behind. */
    public enum State {
        /** Nothing was changed: the previous content is current and durable. */
        UNCHANGED,
        /** The old content or the new one is current, whole in either case. Read again before relying on either. */
        UNKNOWN
    }

    private final State state;

    /** @param cause the medium's own error */
    public StorageException(Problem problem, State state, Throwable cause) {
        super(problem, cause);
        this.state = state;
    }

    /** What is certain. */
    public State state() {
        return state;
    }
}
