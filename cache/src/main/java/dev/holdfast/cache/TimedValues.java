// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import dev.holdfast.cache.Ttl.Phase;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Values that expire, and the loads under way, one a key at most. A load is stored only while it is the one of its key:
 * what is put, invalidated or cleared meanwhile takes it out of the way, and wins.
 */
final class TimedValues<K, V> {

    private static final System.Logger LOG = System.getLogger("dev.holdfast.cache");

    private final Ttl ttl;
    private final Entries<K, V> entries;

    /** Held for every change of the fields below and of the entries; never while a loader or a weigher runs. */
    private final Object gate = new Object();

    private final Map<K, Load<V>> underWay = new HashMap<>();
    private boolean closed;

    TimedValues(Ttl ttl, Entries<K, V> entries) {
        this.ttl = ttl;
        this.entries = entries;
    }

    Optional<V> get(K key) {
        return valueBefore(Phase.EXPIRED, key);
    }

    /** The value, unless a get with a loader has something to do. */
    Optional<V> fresh(K key) {
        return valueBefore(Phase.STALE, key);
    }

    private Optional<V> valueBefore(Phase end, K key) {
        Entry<V> entry = entries.get(key);
        return entry != null && phase(key, entry).compareTo(end) < 0 ? entry.value() : Optional.empty();
    }

    /** Drops what has expired. */
    private Phase phase(K key, Entry<V> entry) {
        Phase phase = ttl.phase(entry);
        if (phase == Phase.EXPIRED) {
            entries.remove(key, entry);
        }
        return phase;
    }

    V get(K key, Loader<V> loader) {
        refreshIfStale(key, loader);
        Optional<V> value = get(key);
        return value.isPresent() ? value.get() : join(key, loader).joinHere();
    }

    CompletableFuture<V> getAsync(K key, Loader<V> loader, Executor executor) {
        refreshIfStale(key, loader);
        return get(key).map(CompletableFuture::completedFuture)
                .orElseGet(() -> join(key, loader).joinOn(executor));
    }

    private void refreshIfStale(K key, Loader<V> loader) {
        Entry<V> entry = entries.get(key);
        if (entry != null && ttl.phase(entry) == Phase.STALE) {
            refresh(key, entry, loader);
        }
    }

    private void refresh(K key, Entry<V> stale, Loader<V> loader) {
        Load<V> refresh = new Refresh(key, stale, loader);
        synchronized (gate) {
            if (closed || ttl.phase(stale) != Phase.STALE || underWay.putIfAbsent(key, refresh) != null) {
                return;
            }
            ttl.refreshing(stale);
        }
        refresh.sendTo(ttl.refresher());
    }

    /** Looks again: a load may have ended since. */
    private Load<V> join(K key, Loader<V> loader) {
        synchronized (gate) {
            if (closed) {
                throw Problems.cacheClosed();
            }
            return get(key).map(Load::ended)
                    .orElseGet(() -> underWay.computeIfAbsent(key, it -> new Fetch(it, loader)));
        }
    }

    void put(K key, V value) {
        Entry<V> entry = entry(key, value);
        synchronized (gate) {
            underWay.remove(key);
            if (!closed) {
                entries.put(key, entry);
            }
        }
    }

    void invalidate(K key) {
        synchronized (gate) {
            underWay.remove(key);
            entries.remove(key);
        }
    }

    void clear() {
        synchronized (gate) {
            underWay.clear();
            entries.clear();
        }
    }

    /** Clears; from now on nothing is kept, and nothing is loaded. */
    void close() {
        synchronized (gate) {
            closed = true;
            clear();
        }
    }

    private Entry<V> entry(K key, V value) {
        return ttl.begin(value, entries.weigh(key, value));
    }

    @Override
    public String toString() {
        return ttl.toString();
    }

    /** A load of a value that is not there. */
    private class Fetch extends Load<V> {

        private final K key;

        Fetch(K key, Loader<V> loader) {
            super(loader);
            this.key = key;
        }

        @Override
        void succeeded(V value) {
            Entry<V> entry = entry(key, value);
            synchronized (gate) {
                if (underWay.remove(key, this)) {
                    entries.put(key, entry);
                }
            }
        }

        @Override
        void failed(Throwable thrown) {
            withdraw();
        }

        /** Whether it was still the load of its key. */
        boolean withdraw() {
            synchronized (gate) {
                return underWay.remove(key, this);
            }
        }
    }

    /** A load of a value that is there, and stays if this fails. */
    private final class Refresh extends Fetch {

        private final Entry<V> stale;

        Refresh(K key, Entry<V> stale, Loader<V> loader) {
            super(key, loader);
            this.stale = stale;
        }

        @Override
        void failed(Throwable thrown) {
            if (withdraw()) {
                ttl.refreshFailed(stale);
                LOG.log(
                        Level.WARNING,
                        "A cached value could not be refreshed, and is given until its time is up: {0}",
                        thrown.getClass().getName());
            }
        }
    }
}
