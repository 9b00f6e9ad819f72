// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import org.jspecify.annotations.Nullable;

/** Where values are kept while they live. Reading is safe on any thread; writing is left to one at a time. */
interface Entries<K, V> {

    /** What {@link Entry#weight} is to be. */
    int weigh(K key, V value);

    /** None that has expired. */
    @Nullable
    Entry<V> get(K key);

    void put(K key, Entry<V> entry);

    void remove(K key);

    void clear();
}
