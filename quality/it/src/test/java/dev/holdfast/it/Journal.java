// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * What a thread was told is changed, and when, in mapped memory: it is there however the process ended.
 *
 * <p>Times are of {@link System#nanoTime}. On Linux that is CLOCK_MONOTONIC, the same for all processes.
 */
final class Journal {

    private static final int MINUTE = 60_000;
    private static final long SLOT_NANOS = Duration.ofMillis(1).toNanos();

    /** The time of the beginning, then for each millisecond since the highest number in it; 0 for none. */
    private final LongBuffer slots;

    private Journal(LongBuffer slots) {
        this.slots = slots;
    }

    /** Begins one. */
    static Journal create(Path file) throws IOException {
        Journal journal = at(file);
        journal.slots.put(0, System.nanoTime());
        return journal;
    }

    /** One that was begun, perhaps by another process. */
    static Journal at(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = (1L + MINUTE) * Long.BYTES;
            return new Journal(
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, size).asLongBuffer());
        }
    }

    /** The caller was told of this number, higher than the last one, just now. */
    void acknowledged(long number) {
        slots.put(slot(System.nanoTime()), number);
    }

    private int slot(long nanoTime) {
        return 1 + Math.toIntExact((nanoTime - slots.get(0)) / SLOT_NANOS);
    }

    /** The highest number; 0 if there is none. */
    long last() {
        return highest(slots.capacity());
    }

    /** The highest number that had been acknowledged by then for certain. */
    long lastAt(long nanoTime) {
        return highest(Math.max(1, slot(nanoTime)));
    }

    private long highest(int end) {
        for (int i = end - 1; i > 0; i--) {
            if (slots.get(i) != 0) {
                return slots.get(i);
            }
        }
        return 0;
    }
}
