// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** What holds when a write has returned. */
public enum Durability {
    /** The new content survives a power cut. */
    DURABLE,
    /** Never torn; after a power cut the previous revision may be back. */
    ATOMIC
}
