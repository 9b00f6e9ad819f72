// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Caffeine's cache. It does its housekeeping on the threads that use it, and makes none. For it time passes only when
 * something is put in: so a read asks no clock here, and what has expired is dropped with a later put.
 */
final class ManyEntries<K, V> implements Entries<K, V> {

    /** Caffeine lets a value that replaces another within a second keep the other's time. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final Capacity<K, V> capacity;
    private final Ticker ticker;
    private final Cache<K, Entry<V>> cache;
    private volatile long lastPut;

    ManyEntries(Ttl ttl, Capacity<K, V> capacity) {
        this.capacity = capacity;
        this.ticker = ttl.ticker();
        this.lastPut = ticker.nanos();
        this.cache = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(() -> lastPut)
                .expireAfterWrite(Duration.ofNanos(ttl.nanos()).plus(SLACK))
                .maximumWeight(capacity.atMost())
                .weigher((K key, Entry<V> entry) -> entry.weight())
                .build();
    }

    @Override
    public int weigh(K key, V value) {
        return capacity.weigh(key, value);
    }

    @Override
    public @Nullable Entry<V> get(K key) {
        return cache.getIfPresent(key);
    }

    @Override
    public void put(K key, Entry<V> entry) {
        lastPut = ticker.nanos();
        cache.put(key, entry);
    }

    @Override
    public void remove(K key) {
        cache.invalidate(key);
    }

    @Override
    public void remove(K key, Entry<V> entry) {
        cache.asMap().remove(key, entry);
    }

    @Override
    public void clear() {
        cache.invalidateAll();
    }

    /** How many; those that have expired and were not dropped yet may count. */
    long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }
}
