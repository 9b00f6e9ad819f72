// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that increments the number in a blob, durably, and prints the slowest one. */
final class IncrementingChild {

    private IncrementingChild() {}

    /** Arguments: the home, and how often to increment. */
    public static void main(String[] args) {
        BlobName blob = Scope.HOME.blob("counter");
        int times = Integer.parseInt(args[1]);
        long worst = 0;
        int most = 0;
        try (FileStorage storage = FileStorage.at(Path.of(args[0]))) {
            long begin = System.nanoTime();
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                int tries = 1;
                while (!increment(storage, blob)) {
                    tries++;
                }
                most = Math.max(most, tries);
                worst = Math.max(worst, System.nanoTime() - start);
            }
            System.out.printf(
                    "increments %d worst-micros %d most-tries %d millis %d%n",
                    times, worst / 1_000, most, (System.nanoTime() - begin) / 1_000_000);
        }
    }

    private static boolean increment(Storage storage, BlobName blob) {
        Stored stored = storage.read(blob).orElseThrow();
        int next = Integer.parseInt(new String(stored.bytes(), StandardCharsets.US_ASCII)) + 1;
        byte[] bytes = Integer.toString(next).getBytes(StandardCharsets.US_ASCII);
        return storage.replace(blob, stored.revision(), bytes, Durability.DURABLE) instanceof Replacement.Replaced;
    }
}
