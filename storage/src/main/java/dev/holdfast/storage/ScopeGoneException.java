// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** The scope was purged, is being purged, or was never created: its account is logged out. Nothing was written. */
public final class ScopeGoneException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    /** @param where the blob or scope that was to be written */
    public ScopeGoneException(Object where) {
        super(new Problem(
                "HF-0102",
                "this account is logged out, or was never there",
                where.toString(),
                "nothing was written",
                "sign in again; take documents from the new account"));
    }
}
