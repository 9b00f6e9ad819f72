// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it. It tells both times that the library takes: {@link #instant}, which
 * a person may set to anything, and {@link #nanoTime}, which only goes on.
 *
 * <p>Safe for any number of threads.
 */
public final class ManualClock extends Clock {

    private record Time(Instant instant, long nanos) {}

    private final AtomicReference<Time> time;
    private final ZoneId zone;

    private ManualClock(AtomicReference<Time> time, ZoneId zone) {
        this.time = time;
        this.zone = zone;
    }

    /** A clock that shows {@code start}, in UTC. */
    public static ManualClock at(Instant start) {
        return new ManualClock(new AtomicReference<>(new Time(start, 0)), ZoneOffset.UTC);
    }

    /**
     * Lets time pass.
     *
     * @throws IllegalArgumentException if {@code passed} is negative: that is what {@link #set} is for
     */
    public void advance(Duration passed) {
        if (passed.isNegative()) {
            throw new IllegalArgumentException("Time does not pass backwards: " + passed);
        }
        time.updateAndGet(now -> new Time(now.instant().plus(passed), now.nanos() + passed.toNanos()));
    }

    /** Puts the clock forward or back, as a person or a time server does. {@link #nanoTime} takes no notice. */
    public void set(Instant instant) {
        time.updateAndGet(now -> new Time(instant, now.nanos()));
    }

    @Override
    public Instant instant() {
        return time.get().instant();
    }

    /** The nanoseconds that have passed since the clock was made, in the manner of {@link System#nanoTime}. */
    public long nanoTime() {
        return time.get().nanos();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock, which moves with this one, in another zone. */
    @Override
    public ManualClock withZone(ZoneId other) {
        return new ManualClock(time, other);
    }

    @Override
    public String toString() {
        return "ManualClock[" + instant() + "]";
    }
}
