// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The puts of a transaction that wait to be written together, several by one statement and in the order of their keys:
 * hashes come in none, and then SQLite changes pages all over its index.
 */
final class Batch {

    private static final int MOST = 500;
    private static final int MOST_BYTES = 1 << 20;
    private static final int ROWS = 10;
    private static final String ROW = "(?, ?, ?)";
    private static final String ONE = put(1);
    private static final String MANY = put(ROWS);

    private final Sql sql;
    private final List<Put> puts = new ArrayList<>();
    private long bytes;

    Batch(Sql sql) {
        this.sql = sql;
    }

    /** One put. */
    private static final class Put implements Comparable<Put> {

        final byte[] key;
        final byte @Nullable [] group;
        final byte[] sealed;
        final long hash;

        Put(byte[] key, byte @Nullable [] group, byte[] sealed) {
            this.key = key;
            this.group = group;
            this.sealed = sealed;
            this.hash = KeyHash.beginning(key);
        }

        @Override
        public int compareTo(Put other) {
            return hash == other.hash ? Arrays.compare(key, other.key) : Long.compare(hash, other.hash);
        }
    }

    private static String put(int rows) {
        return "INSERT INTO record (key, in_group, sealed) VALUES " + (ROW + ", ").repeat(rows - 1) + ROW
                + " ON CONFLICT (key) DO UPDATE SET in_group = excluded.in_group, sealed = excluded.sealed";
    }

    /** @param group empty if it is in none */
    void put(byte[] key, byte[] group, byte[] sealed) {
        puts.add(new Put(key, group.length == 0 ? null : group, sealed));
        bytes += sealed.length;
        if (puts.size() == MOST || bytes > MOST_BYTES) {
            write();
        }
    }

    /** Writes those that wait; of several puts of one key the last counts. */
    void write() {
        Collections.sort(puts); // which is stable
        int at = 0;
        while (at < puts.size()) {
            int rows = puts.size() - at < ROWS ? 1 : ROWS;
            write(puts.subList(at, at + rows));
            at += rows;
        }
        puts.clear();
        bytes = 0;
    }

    private void write(List<Put> rows) {
        Stmt statement = sql.prepare(rows.size() == 1 ? ONE : MANY);
        for (Put put : rows) {
            statement.bindText(put.key).bindText(put.group).bind(put.sealed);
        }
        statement.execute();
    }
}
