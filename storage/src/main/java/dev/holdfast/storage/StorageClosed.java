// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** HF-0101, for every storage that can be closed. */
final class StorageClosed {

    private StorageClosed() {}

    static HoldfastException exception() {
        return new HoldfastException(new Problem(
                "HF-0101",
                "the storage is closed",
                null,
                "what was acknowledged before is kept; this call did nothing",
                "open it again, or keep it open for as long as it is used"));
    }
}
