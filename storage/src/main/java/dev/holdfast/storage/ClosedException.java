// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** A storage is used after it was closed. Nothing was touched. */
public final class ClosedException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    /** @param where the storage */
    public ClosedException(Object where) {
        super(new Problem(
                "HF-0101", "this storage is closed", where.toString(), "nothing was touched", "open the home again"));
    }
}
