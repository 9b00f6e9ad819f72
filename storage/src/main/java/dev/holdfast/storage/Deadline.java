// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How long to go on trying. Pauses between tries grow, with jitter, so that several waiters do not fall into step.
 *
 * <p>Used by one thread at a time.
 */
final class Deadline {

    private static final long FIRST_PAUSE_NANOS = 30_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000;

    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final long end;
    private long pause = FIRST_PAUSE_NANOS;

    Deadline(Duration wait, LongSupplier nanoTime, RandomGenerator random) {
        this.nanoTime = nanoTime;
        this.random = random;
        this.end = nanoTime.getAsLong() + saturated(wait);
    }

    private static long saturated(Duration wait) {
        return wait.compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) < 0 ? wait.toNanos() : Long.MAX_VALUE / 2;
    }

    long left() {
        return end - nanoTime.getAsLong();
    }

    /** Waits a little, from half to all of the current pause; false once the time is over. */
    boolean pause() {
        long left = left();
        if (left <= 0) {
            return false;
        }
        LockSupport.parkNanos(Math.min(left, pause / 2 + random.nextLong(pause / 2)));
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        return true;
    }

    /** Starts again with short pauses. */
    Deadline freshPauses() {
        pause = FIRST_PAUSE_NANOS;
        return this;
    }
}
