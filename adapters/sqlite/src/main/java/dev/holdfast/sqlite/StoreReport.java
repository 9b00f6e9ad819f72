// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.List;

/**
 * What is in a store, and how much room it takes.
 *
 * @param opens how often it was opened, this time included
 * @param tables those that have records
 * @param databaseBytes the database's size, without its log
 * @param freeBytes how much of that {@link RecordStore#vacuum} would give back
 * @param logBytes the size of the log that is not brought home yet
 * @param sqlite the version of SQLite
 */
public record StoreReport(
        long opens, List<TableSize> tables, long databaseBytes, long freeBytes, long logBytes, String sqlite) {

    /** Copies the list. */
    public StoreReport {
        tables = List.copyOf(tables);
    }

    /** The records of all tables. */
    public long records() {
        return tables.stream().mapToLong(TableSize::records).sum();
    }

    /**
     * A table in numbers.
     *
     * @param name its name; a {@link Table} and a {@link MapTable} of one name are told apart by {@code kind}
     * @param kind {@code "table"} or {@code "map"}
     * @param records how many it has
     * @param bytes of their keys and values, sealed
     */
    public record TableSize(String name, String kind, long records, long bytes) {}
}
