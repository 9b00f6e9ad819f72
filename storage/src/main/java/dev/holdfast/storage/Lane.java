// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The queue before one blob: the threads of this JVM by a mutex, processes by two bytes of the lock file. Who has
 * {@code main} acts on the blob; who has {@code next} is the next to get it. A process that comes back for more must
 * take {@code next} first, and so cannot overtake one that waits already.
 *
 * <p>A process that loses a compare-and-set keeps {@code next} for a moment, until it has read again and returns; else
 * the winner, which need not read, would be back before it every time. The more often in a row it has lost, the longer.
 */
final class Lane {

    private static final long HOLD_MILLIS = 20;
    private static final int MOST_DOUBLINGS = 5;

    private final HomeLock locks;
    private final long main;
    private final FairMutex mutex = new FairMutex();
    private int losses;
    private @Nullable Hold hold;

    Lane(HomeLock locks, long main) {
        this.locks = locks;
        this.main = main;
    }

    /** Orders the threads of this JVM; taken before, and released after, a turn. */
    FairMutex mutex() {
        return mutex;
    }

    /** Waits until this process may act on the blob; null at the deadline. For the holder of the mutex. */
    @Nullable
    Turn await(Deadline deadline) throws IOException {
        FileLock next = reclaim();
        if (next == null) {
            next = locks.poll(main + 1, LeaseMode.EXCLUSIVE, deadline.freshPauses());
        }
        if (next == null) {
            return null;
        }
        FileLock got = null;
        try {
            got = locks.poll(main, LeaseMode.EXCLUSIVE, deadline.freshPauses());
        } finally {
            if (got == null) {
                HomeLock.release(next);
            }
        }
        return got == null ? null : new Turn(this, next, got);
    }

    private synchronized @Nullable FileLock reclaim() {
        Hold held = hold;
        hold = null;
        return held == null ? null : held.take();
    }

    /** The compare-and-set was won: whoever waits may queue. */
    synchronized void won(FileLock next) {
        losses = 0;
        HomeLock.release(next);
    }

    /** It was lost: keeps the place for this process's next try. */
    synchronized void lost(FileLock next) {
        long millis = HOLD_MILLIS << Math.min(losses++, MOST_DOUBLINGS);
        Hold held = new Hold(next);
        hold = held;
        locks.start(() -> held.expire(millis));
    }

    /** A place in the queue that is kept for a while. */
    private static final class Hold {

        private final CountDownLatch over = new CountDownLatch(1);
        private @Nullable FileLock lock;

        Hold(FileLock lock) {
            this.lock = lock;
        }

        synchronized @Nullable FileLock take() {
            FileLock taken = lock;
            lock = null;
            over.countDown();
            return taken;
        }

        /** Gives the place up after a while. Runs on a thread of ours, which nobody interrupts. */
        void expire(long millis) {
            try {
                over.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            drop();
        }

        private synchronized void drop() {
            if (lock != null) {
                HomeLock.release(lock);
                lock = null;
            }
        }
    }
}
