// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The numbers of the tables that are in the database. Safe for any number of threads. */
final class Names {

    private final Map<String, Long> numbers = new ConcurrentHashMap<>();

    Optional<Long> number(String table) {
        return Optional.ofNullable(numbers.get(table));
    }

    /** They were committed. */
    void add(Map<String, Long> made) {
        numbers.putAll(made);
    }

    Map<String, Long> all() {
        return Map.copyOf(numbers);
    }
}
