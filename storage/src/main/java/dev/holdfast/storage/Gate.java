// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Lets operations through until it is closed; closing waits for those that are inside. */
final class Gate {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Object place;
    private volatile boolean closed;

    /** @param place named in the error of those who come too late */
    Gate(Object place) {
        this.place = place;
    }

    <T> T through(Supplier<T> work) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw Faults.closed(place);
            }
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Whether somebody is closing it, or has. */
    boolean isClosing() {
        return closed;
    }

    /** Closes it, once nobody is inside; false if it was closed before. */
    boolean close() {
        boolean first = beginClosing();
        lock.writeLock().lock();
        try {
            return first;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private synchronized boolean beginClosing() {
        boolean first = !closed;
        closed = true;
        return first;
    }
}
