// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.Optional;

/** A value and its times, in a ticker's nanoseconds, which may wrap around: only differences are compared. */
final class Entry<T> {

    private final Optional<T> value;
    private final int weight;
    private final long setAt;
    private volatile long freshUntil;

    Entry(T value, int weight, long setAt, long freshFor) {
        this.value = Optional.of(value);
        this.weight = weight;
        this.setAt = setAt;
        this.freshUntil = setAt + freshFor;
    }

    /** Made when the value was set, so that reading allocates nothing. */
    Optional<T> value() {
        return value;
    }

    int weight() {
        return weight;
    }

    long age(long now) {
        return now - setAt;
    }

    boolean isStale(long now) {
        return now - freshUntil > 0;
    }

    void staleAfter(long nanos, long now) {
        freshUntil = now + nanos;
    }
}
