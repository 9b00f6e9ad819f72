// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Who holds what, among the threads of one storage in memory. */
final class MemoryLeases {

    private record Key(Scope scope, String purpose) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Set<Key> exclusive = new HashSet<>();
    private final Map<Key, Integer> shared = new HashMap<>();
    private boolean closed;

    Optional<Lease> take(Scope scope, String purpose, LeaseMode mode, Duration wait) {
        Key key = new Key(scope, purpose);
        lock.lock();
        try {
            return waitFor(key, mode, wait) ? Optional.of(hold(key, mode)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of everything; whoever waits is told that the storage is closed. */
    void close() {
        lock.lock();
        try {
            closed = true;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it became free in time. An interrupt is kept for later. */
    private boolean waitFor(Key key, LeaseMode mode, Duration wait) {
        long deadline = System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(wait), Long.MAX_VALUE / 2);
        boolean interrupted = false;
        try {
            while (!isFree(key, mode)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    released.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isFree(Key key, LeaseMode mode) {
        if (closed) {
            throw Faults.closed("memory");
        }
        return !exclusive.contains(key) && (mode == LeaseMode.SHARED || !shared.containsKey(key));
    }

    private Lease hold(Key key, LeaseMode mode) {
        if (mode == LeaseMode.EXCLUSIVE) {
            exclusive.add(key);
        } else {
            shared.merge(key, 1, Integer::sum);
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.compareAndSet(true, false)) {
                release(key, mode);
            }
        };
    }

    private void release(Key key, LeaseMode mode) {
        lock.lock();
        try {
            if (mode == LeaseMode.EXCLUSIVE) {
                exclusive.remove(key);
            } else {
                shared.computeIfPresent(key, (any, holders) -> holders == 1 ? null : holders - 1);
            }
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
