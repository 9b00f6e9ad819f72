// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** How a home of files is opened. */
record FileSettings(
        Disk disk,
        Clock clock,
        LongSupplier nanoTime,
        RandomGenerator random,
        int generations,
        Duration lockDeadline,
        int maxBlobBytes) {

    Deadline deadline(Duration wait) {
        return new Deadline(wait, nanoTime, random);
    }
}
