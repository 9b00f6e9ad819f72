// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** Whether a lease lets others in. */
public enum LeaseMode {
    /** Any number of holders at once, as long as nobody has it alone. */
    SHARED,
    /** One holder. */
    EXCLUSIVE
}
