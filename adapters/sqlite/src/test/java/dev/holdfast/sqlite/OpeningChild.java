// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.Durability;
import java.nio.file.Path;

/** A process that opens a store and ends at once, without closing it. */
final class OpeningChild {

    private OpeningChild() {}

    /** Arguments: the store's directory, and its durability. */
    public static void main(String[] args) {
        RecordStore store = RecordStore.builder(Path.of(args[0]))
                .durability(Durability.valueOf(args[1]))
                .open(TestKeys.FIRST);
        System.out.println(store.opens());
        Runtime.getRuntime().halt(0);
    }
}
