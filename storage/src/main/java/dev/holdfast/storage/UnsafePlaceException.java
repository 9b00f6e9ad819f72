// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** A file or directory that others could read, change or exchange. Nothing was opened; the message says how to mend it. */
public final class UnsafePlaceException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    /** A place that is refused. */
    public UnsafePlaceException(Problem problem) {
        super(problem);
    }
}
