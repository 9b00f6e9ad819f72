// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** Another writer kept a lock beyond the deadline, or has open what is opened once. Nothing was changed; try again. */
public final class BusyException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    /** A lock that was not to be had. */
    public BusyException(Problem problem) {
        super(problem);
    }
}
