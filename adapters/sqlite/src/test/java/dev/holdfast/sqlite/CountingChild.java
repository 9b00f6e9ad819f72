// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A process that adds one to a number in a blob so and so many times, and prints each that is acknowledged. */
final class CountingChild {

    static final BlobName BLOB = Scope.HOME.blob("count");

    private CountingChild() {}

    /** Arguments: the storage's directory, and how often. */
    public static void main(String[] args) {
        try (Storage storage = SqliteStorage.at(Path.of(args[0]))) {
            for (int i = Integer.parseInt(args[1]); i > 0; i--) {
                System.out.println(increment(storage));
            }
        }
    }

    static int increment(Storage storage) {
        while (true) {
            Optional<Stored> stored = storage.read(BLOB);
            Revision before = stored.map(Stored::revision).orElse(Revision.ABSENT);
            int next = number(stored) + 1;
            byte[] bytes = Integer.toString(next).getBytes(StandardCharsets.US_ASCII);
            if (storage.replace(BLOB, before, bytes, Durability.DURABLE) instanceof Replacement.Replaced) {
                return next;
            }
        }
    }

    static int number(Optional<Stored> stored) {
        return stored.map(it -> Integer.parseInt(new String(it.bytes(), StandardCharsets.US_ASCII)))
                .orElse(0);
    }
}
