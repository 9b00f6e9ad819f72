// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One value that is good for a while: the seed's {@code TimestampedCache}. It expires when more than the time to live
 * has passed since it was set, so exactly at that age it is still given.
 *
 * <p>Any number of threads may use it. A {@link #get()} is one volatile read and one reading of the clock, and allocates
 * nothing. A get that finds the value expired drops it; an expired value that nobody asks for is held until then.
 *
 * @param <T> the type of the value, best an immutable one: all callers share it
 */
public final class TtlCell<T> {

    private final long ttl;
    private final Ticker ticker;
    private final AtomicReference<@Nullable Entry<T>> current = new AtomicReference<>();

    private TtlCell(long ttl, Ticker ticker) {
        this.ttl = ttl;
        this.ticker = ticker;
    }

    /**
     * An empty cell on the system's monotonic clock.
     *
     * @param ttl zero or more; from 292 years up a value never expires
     * @throws IllegalArgumentException if {@code ttl} is negative
     */
    public static <T> TtlCell<T> of(Duration ttl) {
        return of(ttl, Ticker.SYSTEM);
    }

    /**
     * An empty cell on a clock of the caller's.
     *
     * @param ttl zero or more; from 292 years up a value never expires
     * @throws IllegalArgumentException if {@code ttl} is negative
     */
    public static <T> TtlCell<T> of(Duration ttl, Ticker ticker) {
        return new TtlCell<>(nanos(ttl), ticker);
    }

    private static long nanos(Duration ttl) {
        if (ttl.isNegative()) {
            throw new IllegalArgumentException("A time to live is zero or more, not " + ttl);
        }
        return TimeUnit.NANOSECONDS.convert(ttl);
    }

    /** The value; empty if none was set, it was invalidated, or it has expired. */
    public Optional<T> get() {
        Entry<T> entry = current.get();
        if (entry == null) {
            return Optional.empty();
        }
        return ticker.nanos() - entry.setAt > ttl ? dropped(entry) : entry.value;
    }

    /** Puts a value in the place of the present one; its time begins now. */
    public void set(T value) {
        current.set(new Entry<>(Optional.of(value), ticker.nanos()));
    }

    /** Forgets the value, at once. */
    public void invalidate() {
        current.set(null);
    }

    private Optional<T> dropped(Entry<T> expired) {
        current.compareAndSet(expired, null);
        return Optional.empty();
    }

    /** The time to live, never the value. */
    @Override
    public String toString() {
        return "TtlCell[ttl=" + Duration.ofNanos(ttl) + "]";
    }

    /** The Optional is made when the value is set, so that reading allocates nothing. */
    private record Entry<T>(Optional<T> value, long setAt) {}
}
