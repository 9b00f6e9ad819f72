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
 *   <li>{@code record}: the records by table and {@linkplain KeyHash hashes} of their keys, their {@link Content} sealed
 *       under the key of an epoch and bound to their {@link Address}.
 * </ul>
 */
final class RecordLayout {

    static final Layout LAYOUT = new Layout(
            "HFRS",
            1,
            List.of(
                    "CREATE TABLE store (id BLOB NOT NULL, opens INTEGER NOT NULL)",
                    "CREATE TABLE wrap (check_value BLOB PRIMARY KEY, salt BLOB, kdf BLOB, sealed BLOB NOT NULL) WITHOUT ROWID",
                    "CREATE TABLE name (number INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, sealed BLOB NOT NULL)",
                    "CREATE TABLE record (number INTEGER NOT NULL, key1 BLOB NOT NULL, key2 BLOB NOT NULL, in_group BLOB,"
                            + " epoch INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (number, key1, key2)) WITHOUT ROWID",
                    "CREATE INDEX record_group ON record (number, in_group) WHERE in_group IS NOT NULL"));

    private RecordLayout() {}
}
