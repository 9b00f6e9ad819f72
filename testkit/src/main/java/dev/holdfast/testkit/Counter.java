// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.util.Optional;

/** A number in a blob, incremented by reading it and comparing. */
final class Counter {

    private final Storage storage;
    private final BlobName blob;

    Counter(Storage storage, BlobName blob) {
        this.storage = storage;
        this.blob = blob;
    }

    void increment() {
        while (!isIncremented()) {
            Thread.onSpinWait();
        }
    }

    private boolean isIncremented() {
        Optional<Stored> current = storage.read(blob);
        Revision expected = current.map(Stored::revision).orElse(Revision.ABSENT);
        byte[] next = Integer.toString(number(current) + 1).getBytes(UTF_8);
        return storage.replace(blob, expected, next, Durability.DURABLE) instanceof Replaced;
    }

    int value() {
        return number(storage.read(blob));
    }

    private static int number(Optional<Stored> stored) {
        return stored.map(some -> Integer.valueOf(new String(some.bytes(), UTF_8)))
                .orElse(0);
    }
}
