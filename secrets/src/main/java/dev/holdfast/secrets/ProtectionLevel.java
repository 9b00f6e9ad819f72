// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/**
 * How well an account's keys are protected, weakest first: the order of the constants is the order of strength. What
 * no level protects against: programs of the same user that run while the app does, the administrator, a dump of the
 * memory, swap.
 */
public enum ProtectionLevel {
    /**
     * The key lies in a file beside the data, readable by its owner only. Keeps out other users of the machine; who has
     * a copy of the whole directory, a backup or the disk, reads everything. Log-out still makes later copies
     * unreadable.
     */
    FILE_KEY,
    /**
     * The root key comes from an environment variable. A copy of the disk alone is unreadable; the variable shows to
     * programs of the same user and often in the settings of the service.
     */
    ENVIRONMENT,
    /** The root key is derived from what a person types. A copy of the disk is as hard to read as the words to guess. */
    PASSPHRASE,
    /**
     * The root key is handed to the service by the system's manager, encrypted at rest to the machine or its TPM. A copy
     * of the disk is unreadable elsewhere.
     */
    SYSTEM_CREDENTIAL,
    /**
     * Each account's key is an item of the operating system's keyring, unlocked with the person's log-in and destroyed
     * at log-out. A copy of the disk is as hard to read as the log-in password to guess, and after log-out not at all.
     */
    OS_KEYRING;

    static ProtectionLevel strongest() {
        return OS_KEYRING;
    }

    static ProtectionLevel weaker(ProtectionLevel one, ProtectionLevel other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
