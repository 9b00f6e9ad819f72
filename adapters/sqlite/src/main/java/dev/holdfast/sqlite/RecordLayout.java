// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.List;

/**
 * The first layout of a record store.
 *
 * <ul>
 *   <li>{@code store}: one row: a random id, and how often the store was opened.
 *   <li>{@code wrap}: the keys, see {@link Wraps}.
 *   <li>{@code name}: the tables by number, their names sealed.
 *   <li>{@code record}: the records by the {@linkplain KeyHash hashes} of their keys, their {@link Content} sealed. They
 *       lie in the order of their coming, by {@linkplain Batch batches}: only the small index is in that of the hashes.
 * </ul>
 */
final class RecordLayout {

    static final Layout LAYOUT = new Layout(
            "HFRS",
            1,
            List.of(
                    "CREATE TABLE store (id BLOB NOT NULL, opens INTEGER NOT NULL)",
                    "CREATE TABLE wrap (check_value BLOB PRIMARY KEY, salt BLOB, kdf BLOB, sealed BLOB NOT NULL) WITHOUT ROWID",
                    "CREATE TABLE name (number INTEGER PRIMARY KEY, sealed BLOB NOT NULL)",
                    "CREATE TABLE record (id INTEGER PRIMARY KEY, key TEXT NOT NULL, in_group TEXT, sealed BLOB NOT NULL)",
                    "CREATE UNIQUE INDEX record_key ON record (key)",
                    "CREATE INDEX record_group ON record (in_group) WHERE in_group IS NOT NULL"));

    private RecordLayout() {}
}
