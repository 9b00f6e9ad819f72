// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.util.Optional;

/**
 * A keyring that is called through a library of the system, for one app. Its calls may take as long as they like. What
 * the system refuses is HF-0372.
 */
interface NativeKeyring {

    /** Unlocks it, and waits for the person who is asked. */
    void unlock();

    boolean isLocked();

    /** Stores, or replaces. */
    void put(String id, byte[] key);

    /** The caller's to wipe; empty if it is not there. */
    Optional<byte[]> get(String id);

    /** Does nothing if it is not there. */
    void delete(String id);
}
