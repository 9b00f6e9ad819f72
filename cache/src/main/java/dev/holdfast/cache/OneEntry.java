// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Place for one value, whatever the key. */
final class OneEntry<K, V> implements Entries<K, V> {

    private final AtomicReference<@Nullable Entry<V>> current = new AtomicReference<>();

    @Override
    public int weigh(K key, V value) {
        return 1;
    }

    @Override
    public @Nullable Entry<V> get(K key) {
        return current.get();
    }

    @Override
    public void put(K key, Entry<V> entry) {
        current.set(entry);
    }

    @Override
    public void remove(K key) {
        clear();
    }

    @Override
    public void remove(K key, Entry<V> entry) {
        current.compareAndSet(entry, null);
    }

    @Override
    public void clear() {
        current.set(null);
    }
}
