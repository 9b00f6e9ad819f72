// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

/**
 * Why a load gave what it gave. What is <em>fenced</em> gives the last value that memory had, or else the initial one, and
 * is not written over until the app {@linkplain Document#overwrite says so}.
 */
public enum LoadOutcome {
    /** Nothing is stored: the initial value. */
    MISSING,
    /** What was stored. */
    LOADED,
    /** What was stored by an older version, migrated and stored again; the old generation is kept for good. */
    MIGRATED,
    /** What somebody edited by hand, or wrote without a checksum; the last good generation is kept for good. */
    EDITED,
    /**
     * What a newer version of the app stored, which {@linkplain Schema#oldestReader lets} this one open it: it is written
     * back under the newer version, with all that this one does not know.
     */
    NEWER_READABLE,
    /** The newest good generation: the current one is damaged and now in quarantine. */
    RECOVERED,
    /** The initial value: what is stored is damaged and now in quarantine, and no generation is good. */
    CORRUPT,
    /** Fenced: a newer version of the app wrote what is stored. */
    NEWER,
    /** Fenced: what is stored does not fit the type, or a migration threw. */
    INCOMPATIBLE,
    /** Fenced: the key is not to be had at present. */
    KEY_UNAVAILABLE,
    /** Fenced: a key was found, and it is not the one. */
    WRONG_KEY,
    /** Fenced: what is stored is older than what was there before, because an earlier copy was put back. */
    ROLLED_BACK,
    /** Fenced: the medium failed. */
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
