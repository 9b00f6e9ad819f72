// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity;

import dev.holdfast.storage.HoldfastException;

/** Why a store is not to be had. */
public enum StoreTrouble {
    /** The account's key does not open it. */
    WRONG_KEY,
    /** It is older than the session. */
    ROLLED_BACK,
    /** Somebody else has it, now. */
    IN_USE,
    /** It is damaged, of a newer version, or none of ours. */
    UNREADABLE,
    /** Something else, such as a full disk. */
    OTHER;

    /** What an exception says of the store that was to be opened. */
    public static StoreTrouble of(HoldfastException e) {
        return switch (e.code()) {
            case "HF-0618" -> WRONG_KEY;
            case "HF-0622" -> ROLLED_BACK;
            case "HF-0110", "HF-0611", "HF-0621" -> IN_USE;
            case "HF-0613", "HF-0614", "HF-0616", "HF-0617", "HF-0619", "HF-0620", "HF-0630" -> UNREADABLE;
            default -> OTHER;
        };
    }
}
