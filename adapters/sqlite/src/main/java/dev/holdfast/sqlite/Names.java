// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The numbers of the tables that are in the database, or about to be. Safe for any number of threads. */
final class Names {

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();

    Optional<Integer> number(String table) {
        return Optional.ofNullable(numbers.get(table));
    }

    /** One that no table has had since the store was opened, also none that was taken back. */
    int next() {
        return last.incrementAndGet();
    }

    /** They are in the database, or about to be committed: who reads an earlier state finds nothing under them. */
    void add(Map<String, Integer> made) {
        numbers.putAll(made);
        made.values().forEach(number -> last.accumulateAndGet(number, Math::max));
    }

    /** They were not. */
    void remove(Map<String, Integer> made) {
        numbers.keySet().removeAll(made.keySet());
    }

    Map<String, Integer> all() {
        return Map.copyOf(numbers);
    }
}
