// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity;

import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.sqlite.StoreRolledBackException;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.UnreadableException;

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
        if (e instanceof WrongKeyException) {
            return WRONG_KEY;
        }
        if (e instanceof StoreRolledBackException) {
            return ROLLED_BACK;
        }
        if (e instanceof BusyException) {
            return IN_USE;
        }
        return e instanceof UnreadableException ? UNREADABLE : OTHER;
    }
}
