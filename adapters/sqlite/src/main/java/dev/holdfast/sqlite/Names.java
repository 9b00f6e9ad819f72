// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The numbers of the tables that are in the database. Safe for any number of threads. */
final class Names {

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

    Optional<Integer> number(String table) {
        return Optional.ofNullable(numbers.get(table));
    }

    /** They were committed. */
    void add(Map<String, Integer> made) {
        numbers.putAll(made);
    }

    Map<String, Integer> all() {
        return Map.copyOf(numbers);
    }
}
