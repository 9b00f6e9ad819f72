// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one thread in at a time, in the order of their coming. Unlike the JDK's, its wait ends at a deadline and an
 * interrupt costs a waiter neither its wait nor its place; the flag is set again afterwards.
 */
final class FairMutex {

    private final Deque<Waiter> queue = new ArrayDeque<>();
    private boolean held;

    private static final class Waiter {
        final Thread thread = Thread.currentThread();
        volatile boolean granted;
    }

    /** Whether it was to be had before the deadline. */
    boolean acquire(Deadline deadline) {
        Waiter waiter = new Waiter();
        synchronized (queue) {
            if (!held) {
                held = true;
                return true;
            }
            queue.add(waiter);
        }
        return await(waiter, deadline);
    }

    private boolean await(Waiter waiter, Deadline deadline) {
        boolean interrupted = false;
        try {
            while (!waiter.granted) {
                long left = deadline.left();
                if (left <= 0) {
                    return !withdraw(waiter);
                }
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** False if it was granted in the last moment. */
    private boolean withdraw(Waiter waiter) {
        synchronized (queue) {
            return queue.remove(waiter);
        }
    }

    /** Hands it to the longest waiter. Any thread may. */
    void release() {
        Waiter next;
        synchronized (queue) {
            next = queue.poll();
            if (next == null) {
                held = false;
                return;
            }
            next.granted = true;
        }
        LockSupport.unpark(next.thread);
    }
}
