// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

/**
 * Loads the value of a key, for a {@link TtlCache}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface KeyLoader<K, V> {

    /**
     * The value of a key, never null. It may wait, and ask the cache for other keys, but not for this one.
     *
     * @throws Exception whatever goes wrong; nothing is stored then
     */
    V load(K key) throws Exception;
}
