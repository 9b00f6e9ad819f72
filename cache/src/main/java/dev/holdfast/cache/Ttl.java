// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * How long a value lives in a {@link TtlCell} or a {@link TtlCache}, and from what age on it is refreshed. Immutable: each
 * method gives another one.
 *
 * <p>A value expires when <em>more</em> than the time to live has passed since it was put in or its load ended.
 */
public final class Ttl {

    private static final long NEVER = Long.MAX_VALUE;

    private final long nanos;
    private final long refreshAfter;
    private final Executor refresher;
    private final Ticker ticker;

    private Ttl(long nanos, long refreshAfter, Executor refresher, Ticker ticker) {
        this.nanos = nanos;
        this.refreshAfter = refreshAfter;
        this.refresher = refresher;
        this.ticker = ticker;
    }

    /**
     * A time to live on the system's monotonic clock; nothing is refreshed.
     *
     * @param ttl zero or more; from 146 years up a value does not expire
     * @throws IllegalArgumentException HF-0407 if it is negative
     */
    public static Ttl of(Duration ttl) {
        return new Ttl(nanos(ttl), NEVER, Runnable::run, Ticker.SYSTEM);
    }

    /**
     * The same, refreshing in time: a get with a loader that finds a value older than {@code age} gives it at once and
     * loads it anew on {@code executor}, one load at a time. If that fails the value stays until its time is up, the
     * failure is logged by its class alone, and another get tries again: after the same age once more, or when half of
     * the value's remaining time has passed, whichever comes first.
     *
     * @param age zero or more, and less than the time to live
     * @param executor not shut down. A refusal is a failure like any other
     * @throws IllegalArgumentException HF-0407 if {@code age} is negative, or not less than the time to live
     */
    public Ttl refreshAfter(Duration age, Executor executor) {
        long refresh = nanos(age);
        if (refresh >= nanos) {
            throw Problems.badAge(age + ", to refresh what lives " + Duration.ofNanos(nanos));
        }
        return new Ttl(nanos, refresh, executor, ticker);
    }

    /** The same on another clock. Caches of an account always have that of its home. */
    public Ttl ticker(Ticker source) {
        return new Ttl(nanos, refreshAfter, refresher, source);
    }

    private static long nanos(Duration age) {
        if (age.isNegative()) {
            throw Problems.badAge(age.toString());
        }
        return TimeUnit.NANOSECONDS.convert(age);
    }

    long nanos() {
        return nanos;
    }

    Ticker ticker() {
        return ticker;
    }

    Executor refresher() {
        return refresher;
    }

    <T> Entry<T> begin(T value, int weight) {
        return new Entry<>(value, weight, ticker.nanos(), refreshAfter);
    }

    Phase phase(Entry<?> entry) {
        long now = ticker.nanos();
        if (entry.age(now) > nanos) {
            return Phase.EXPIRED;
        }
        return entry.isStale(now) ? Phase.STALE : Phase.FRESH;
    }

    /** Until the refresh fails, nobody else begins one. */
    void refreshing(Entry<?> entry) {
        entry.staleAfter(NEVER, ticker.nanos());
    }

    void refreshFailed(Entry<?> entry) {
        long now = ticker.nanos();
        entry.staleAfter(Math.min(refreshAfter, (nanos - entry.age(now)) / 2), now);
    }

    /** How far a value is in its life; one that is being refreshed is fresh. */
    enum Phase {
        FRESH,
        STALE,
        EXPIRED
    }

    /** For a person: {@code ttl=PT5M}. */
    @Override
    public String toString() {
        return "ttl=" + Duration.ofNanos(nanos);
    }
}
