// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Leases of this JVM's threads. The system keeps locks per process, so who shares one within the JVM is counted here, and
 * the byte is locked for the first and released with the last.
 */
final class Leases {

    private final HomeLock locks;
    private final Map<Long, Holding> holdings = new HashMap<>();

    private static final class Holding {
        final FileLock lock;
        final LeaseMode mode;
        int holders = 1;

        Holding(FileLock lock, LeaseMode mode) {
            this.lock = lock;
            this.mode = mode;
        }
    }

    Leases(HomeLock locks) {
        this.locks = locks;
    }

    /** Tries until the deadline, or until {@code stopped}. Runs on a thread of ours. */
    Optional<Lease> acquire(long position, LeaseMode mode, Deadline deadline, BooleanSupplier stopped)
            throws IOException {
        Optional<Lease> lease = tryAcquire(position, mode);
        while (lease.isEmpty() && !stopped.getAsBoolean() && deadline.pause()) {
            lease = tryAcquire(position, mode);
        }
        return lease;
    }

    private synchronized Optional<Lease> tryAcquire(long position, LeaseMode mode) throws IOException {
        Holding held = holdings.get(position);
        if (held == null) {
            held = lock(position, mode);
        } else if (mode == LeaseMode.SHARED && held.mode == LeaseMode.SHARED) {
            held.holders++;
        } else {
            held = null;
        }
        return held == null ? Optional.empty() : Optional.of(lease(position));
    }

    private @Nullable Holding lock(long position, LeaseMode mode) throws IOException {
        FileLock lock = locks.tryLock(position, mode);
        if (lock == null) {
            return null;
        }
        Holding holding = new Holding(lock, mode);
        holdings.put(position, holding);
        return holding;
    }

    private Lease lease(long position) {
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (!closed.getAndSet(true)) {
                release(position);
            }
        };
    }

    private synchronized void release(long position) {
        Holding held = holdings.get(position);
        if (held != null && --held.holders == 0) {
            holdings.remove(position);
            HomeLock.release(held.lock);
        }
    }

    /** Ends them all; closing one afterwards does nothing. */
    synchronized void close() {
        holdings.values().forEach(held -> HomeLock.release(held.lock));
        holdings.clear();
    }
}
