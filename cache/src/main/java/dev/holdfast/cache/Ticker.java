// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

/**
 * A monotonic source of elapsed time, injected so that tests need not wait. It says nothing of the time of day.
 *
 * <p>An implementation may be called by any number of threads.
 */
@FunctionalInterface
public interface Ticker {

    /** {@link System#nanoTime()}. On Linux it stands still while the machine sleeps. */
    Ticker SYSTEM = System::nanoTime;

    /** Nanoseconds since some fixed moment; only differences mean anything, and they may wrap around. */
    long nanos();
}
