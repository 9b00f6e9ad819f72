// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.BusyHandler;

/** What connections do when they meet a lock of somebody else's: they wait, within a bound, and it is counted. */
final class LockWait extends BusyHandler {

    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final long mostSteps;
    private final AtomicLong met = new AtomicLong();

    LockWait(Duration atMost) {
        this(atMost.toNanos() / STEP_NS);
    }

    private LockWait(long mostSteps) {
        this.mostSteps = mostSteps;
    }

    /** Waits as long, for what is not to be counted with the locks of others. */
    LockWait uncounted() {
        return new LockWait(mostSteps);
    }

    /** How many locks were met. */
    long met() {
        return met.get();
    }

    /** @return 1 to try again, 0 to give up */
    @Override
    protected int callback(int before) {
        if (before == 0) {
            met.incrementAndGet();
        }
        if (before >= mostSteps) {
            return 0;
        }
        pause();
        return 1;
    }

    private static void pause() {
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(STEP_NS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
