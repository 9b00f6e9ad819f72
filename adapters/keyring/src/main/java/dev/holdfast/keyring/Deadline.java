// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When nobody waits any longer.
 *
 * @param nanos on the clock of {@link System#nanoTime}
 */
record Deadline(long nanos) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /**
     * How long is left, in milliseconds: 1 or more.
     *
     * @throws SocketTimeoutException if nothing is
     */
    long millisLeft() throws SocketTimeoutException {
        long left = nanos - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return TimeUnit.NANOSECONDS.toMillis(left) + 1;
    }
}
