// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Values by key, each good for a while, in a limited space; kept by Caffeine. A value expires when more than the time to
 * live has passed since it was put in or loaded, so exactly at that age it is still given; an older one never is. One may
 * be dropped sooner, for lack of room.
 *
 * <ul>
 *   <li><b>Single flight.</b> A get with a loader that finds no value loads it, once for all who ask for that key
 *       meanwhile. They wait; an interrupt does not end their wait, and the flag is kept. A failure is thrown to all of
 *       them and not remembered.
 *   <li><b>Refreshed in time.</b> If the {@link Ttl} says so, a value is loaded anew in the background while the one of
 *       before is still given.
 *   <li><b>Forgettable.</b> A load under way when its key is put or invalidated, or the cache is cleared, serves those who
 *       joined it, and is not stored.
 * </ul>
 *
 * <p>Any number of threads may use it. It makes no thread, and leaves none to Caffeine: what is to be tidied up is tidied
 * up by those who use it, a little at a time. So an expired value that nobody asks for is held until the cache is used
 * again, a few seconds after it has expired or later. Two keys whose loaders wait for each other on different threads
 * deadlock, as locks taken in different orders do.
 *
 * @param <K> the type of the keys, immutable, with {@code equals} and {@code hashCode}
 * @param <V> the type of the values, best an immutable one: all callers share it
 */
public final class TtlCache<K, V> implements Clearable {

    private final ManyEntries<K, V> entries;
    private final TimedValues<K, V> values;

    private TtlCache(Ttl ttl, Capacity<K, V> capacity) {
        entries = new ManyEntries<>(ttl, capacity);
        values = new TimedValues<>(ttl, entries);
    }

    /** An empty cache. */
    public static <K, V> TtlCache<K, V> of(Ttl ttl, Capacity<K, V> capacity) {
        return new TtlCache<>(ttl, capacity);
    }

    /** The value of a key, if there is one that has not expired. Loads and refreshes nothing. */
    public Optional<V> get(K key) {
        return values.get(key);
    }

    /**
     * The value of a key; loaded if there is none, on this thread unless another loads it already.
     *
     * @throws LoadException if the loader threw a checked exception; an unchecked one, or an error, is thrown as it is.
     *     Nothing was stored, and the next call loads again.
     * @throws IllegalStateException HF-0402 if the loader itself asks for this key, HF-0403 if it returned null, HF-0406
     *     if there is no value and the cache was {@linkplain #clearForGood() cleared for good}
     */
    public V get(K key, KeyLoader<? super K, ? extends V> loader) {
        Optional<V> fresh = values.fresh(key);
        return fresh.isPresent() ? fresh.get() : values.get(key, loading(key, loader));
    }

    /**
     * As {@link #get(Object, KeyLoader)}, loaded on {@code executor} without waiting. The future is the caller's own; it
     * fails with whatever the loader threw, or with the executor's refusal.
     *
     * @throws IllegalStateException HF-0402 if the loader itself asks for this key, HF-0406 if there is no value and the
     *     cache was {@linkplain #clearForGood() cleared for good}
     */
    public CompletableFuture<V> getAsync(Executor executor, K key, KeyLoader<? super K, ? extends V> loader) {
        return values.getAsync(key, loading(key, loader), executor);
    }

    private static <K, V> Loader<V> loading(K key, KeyLoader<? super K, ? extends V> loader) {
        return new Loader<>(() -> loader.load(key));
    }

    /**
     * Sets the value of a key; its time begins now.
     *
     * @throws IllegalArgumentException HF-0408 if its weight is negative; what was there before stays
     */
    public void put(K key, V value) {
        values.put(Objects.requireNonNull(key), value);
    }

    /** Forgets a key, at once and without waiting for a load. */
    public void invalidate(K key) {
        values.invalidate(key);
    }

    /** How many values are held, about: some that have expired and were not dropped yet may count. */
    public long size() {
        return entries.size();
    }

    /** Forgets everything, without waiting for a load; done when it returns. */
    @Override
    public CompletableFuture<Void> clear() {
        return CompletableFuture.runAsync(values::clear, Runnable::run);
    }

    /** Forgets everything, and stays empty: what is put in is not kept, and nothing is loaded. Done when it returns. */
    @Override
    public CompletableFuture<Void> clearForGood() {
        return CompletableFuture.runAsync(values::close, Runnable::run);
    }

    /** The time to live, never what is held. */
    @Override
    public String toString() {
        return "TtlCache[" + values + "]";
    }
}
