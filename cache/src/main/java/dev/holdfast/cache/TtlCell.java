// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One value that is good for a while: the seed's {@code TimestampedCache}. It expires when more than the time to live
 * has passed since it was set, so exactly at that age it is still given.
 *
 * <ul>
 *   <li><b>Single flight.</b> A get with a loader that finds no value loads it, once for all who ask meanwhile. They wait;
 *       an interrupt does not end their wait, and the flag is kept. A failure is thrown to all of them and not remembered.
 *   <li><b>Refreshed in time.</b> If the {@link Ttl} says so, a value is loaded anew in the background while the one of
 *       before is still given.
 *   <li><b>Forgettable.</b> A load under way when the value is set, invalidated or cleared serves those who joined it, and
 *       is not stored.
 * </ul>
 *
 * <p>Any number of threads may use it. A {@link #get()} is one volatile read and one reading of the clock, and allocates
 * nothing. A get that finds the value expired drops it; an expired value that nobody asks for is held until then. Two
 * cells whose loaders wait for each other on different threads deadlock, as locks taken in different orders do.
 *
 * @param <T> the type of the value, best an immutable one: all callers share it
 */
public final class TtlCell<T> implements Clearable {

    private static final String HERE = "here";

    private final TimedValues<String, T> values;

    private TtlCell(Ttl ttl) {
        values = new TimedValues<>(ttl, new OneEntry<>());
    }

    /**
     * An empty cell on the system's monotonic clock.
     *
     * @param ttl as {@link Ttl#of}
     * @throws IllegalArgumentException HF-0407 if {@code ttl} is negative
     */
    public static <T> TtlCell<T> of(Duration ttl) {
        return of(Ttl.of(ttl));
    }

    /**
     * An empty cell on a clock of the caller's.
     *
     * @param ttl as {@link Ttl#of}
     * @throws IllegalArgumentException HF-0407 if {@code ttl} is negative
     */
    public static <T> TtlCell<T> of(Duration ttl, Ticker ticker) {
        return of(Ttl.of(ttl).ticker(ticker));
    }

    /** An empty cell. */
    public static <T> TtlCell<T> of(Ttl ttl) {
        return new TtlCell<>(ttl);
    }

    /** The value; empty if none was set, it was invalidated, or it has expired. Loads and refreshes nothing. */
    public Optional<T> get() {
        return values.get(HERE);
    }

    /**
     * The value; loaded if there is none, on this thread unless another loads it already.
     *
     * @throws LoadException if the loader threw a checked exception; an unchecked one, or an error, is thrown as it is.
     *     Nothing was stored, and the next call loads again.
     * @throws IllegalStateException HF-0402 if the loader itself calls this, HF-0403 if it returned null, HF-0406 if there
     *     is no value and the cell was {@linkplain #clearForGood() cleared for good}
     */
    public T get(Callable<? extends T> loader) {
        Optional<T> fresh = values.fresh(HERE);
        return fresh.isPresent() ? fresh.get() : values.get(HERE, new Loader<>(loader));
    }

    /**
     * As {@link #get(Callable)}, loaded on {@code executor} without waiting. The future is the caller's own; it fails with
     * whatever the loader threw, or with the executor's refusal.
     *
     * @throws IllegalStateException HF-0402 if the loader itself calls this, HF-0406 if there is no value and the cell was
     *     {@linkplain #clearForGood() cleared for good}
     */
    public CompletableFuture<T> getAsync(Executor executor, Callable<? extends T> loader) {
        return values.getAsync(HERE, new Loader<>(loader), executor);
    }

    /** Puts a value in the place of the present one; its time begins now. */
    public void set(T value) {
        values.put(HERE, value);
    }

    /** Forgets the value, at once and without waiting for a load. */
    public void invalidate() {
        values.invalidate(HERE);
    }

    /** As {@link #invalidate()}; done when it returns. */
    @Override
    public CompletableFuture<Void> clear() {
        return CompletableFuture.runAsync(values::clear, Runnable::run);
    }

    /** Forgets the value, and stays empty: what is set is not kept, and nothing is loaded. Done when it returns. */
    @Override
    public CompletableFuture<Void> clearForGood() {
        return CompletableFuture.runAsync(values::close, Runnable::run);
    }

    /** The time to live, never the value. */
    @Override
    public String toString() {
        return "TtlCell[" + values + "]";
    }
}
