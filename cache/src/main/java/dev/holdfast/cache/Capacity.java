// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.function.ToIntBiFunction;

/**
 * How much a {@link TtlCache} holds at most. When there is more, it drops values that were asked for rarely or long ago.
 * Immutable.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class Capacity<K, V> {

    private final long atMost;
    private final ToIntBiFunction<? super K, ? super V> weigher;

    private Capacity(long atMost, ToIntBiFunction<? super K, ? super V> weigher) {
        if (atMost < 0) {
            throw Problems.negativeCapacity(atMost);
        }
        this.atMost = atMost;
        this.weigher = weigher;
    }

    /**
     * A number of values.
     *
     * @param atMost zero or more; with zero nothing is held
     * @throws IllegalArgumentException HF-0408 if it is negative
     */
    public static <K, V> Capacity<K, V> entries(long atMost) {
        return new Capacity<>(atMost, (key, value) -> 1);
    }

    /**
     * A sum of weights, such as bytes. A value that weighs more than all of it is given to those who ask and not held;
     * one that weighs nothing is never dropped for lack of room.
     *
     * @param atMost zero or more, in the weigher's unit
     * @param weigher the weight of a value, zero or more, told once, when the value is put in or was loaded; quick, and
     *     safe on any thread. What it throws, and HF-0408 for a negative weight, fails that put or load
     * @throws IllegalArgumentException HF-0408 if {@code atMost} is negative
     */
    public static <K, V> Capacity<K, V> weight(long atMost, ToIntBiFunction<? super K, ? super V> weigher) {
        return new Capacity<>(atMost, weigher);
    }

    long atMost() {
        return atMost;
    }

    int weigh(K key, V value) {
        int weight = weigher.applyAsInt(key, value);
        if (weight < 0) {
            throw Problems.negativeCapacity(weight);
        }
        return weight;
    }
}
