// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

/** Why a load gave what it gave. */
public enum LoadOutcome {
    /** Nothing is stored: the initial value. */
    MISSING,
    /** What was stored. */
    LOADED,
    /** What was stored by an older version, migrated and stored again; the old generation is kept for good. */
    MIGRATED,
    /** What somebody edited by hand, or wrote without a checksum; the last good generation is kept for good. */
    EDITED,
    /** The newest good generation: the current one is damaged and now in quarantine. */
    RECOVERED,
    /** The initial value: what is stored is damaged and now in quarantine, and no generation is good. */
    CORRUPT,
    /** The initial value, fenced: a newer version of the app wrote what is stored. */
    NEWER,
    /** The initial value, fenced: what is stored does not fit the type, or a migration threw. */
    INCOMPATIBLE,
    /** The initial value, fenced: the key is not to be had at present. */
    KEY_UNAVAILABLE,
    /** The initial value, fenced: a key was found, and it is not the one. */
    WRONG_KEY,
    /** The initial value, fenced: the medium failed. */
    UNREADABLE;

    /** Whether nothing is written over what is stored until the app {@linkplain Document#overwrite says so}. */
    public boolean isFenced() {
        return compareTo(NEWER) >= 0;
    }

    /** Whether a later load may fare better although nothing was written. */
    boolean isPassing() {
        return compareTo(KEY_UNAVAILABLE) >= 0;
    }

    /** Whether what is current is damaged or gone. */
    boolean isDamaged() {
        return this == RECOVERED || this == CORRUPT;
    }

    /** Whether the load stores what it gave. */
    boolean isStoredAgain() {
        return this == MIGRATED || this == RECOVERED;
    }
}
