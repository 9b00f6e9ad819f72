// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import org.jspecify.annotations.Nullable;

/** Where values are kept. What has expired may be kept or not. Safe on any thread, with one at a time that puts. */
interface Entries<K, V> {

    /** What {@link Entry#weight} is to be. */
    int weigh(K key, V value);

    @Nullable
    Entry<V> get(K key);

    void put(K key, Entry<V> entry);

    void remove(K key);

    /** Removes a key if that is its entry. */
    void remove(K key, Entry<V> entry);

    void clear();
}
