// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.List;

/**
 * The first layout of a storage.
 *
 * <ul>
 *   <li>{@code storage}: one row: how often it was opened.
 *   <li>{@code scope}: the scopes; the home has the empty path.
 *   <li>{@code version}: what was written, by revisions that never come twice; {@code place} is {@value #CURRENT} for what is
 *       current, {@value #EARLIER} for a generation, {@value #ASIDE} for what was set aside.
 *   <li>{@code body}: the bytes, apart, so that a version that moves takes nothing along.
 * </ul>
 */
final class BlobLayout {

    static final int CURRENT = 0;
    static final int EARLIER = 1;
    static final int ASIDE = 2;

    static final Layout LAYOUT = new Layout(
            "HFBS",
            1,
            List.of(
                    "CREATE TABLE storage (opens INTEGER NOT NULL)",
                    "INSERT INTO storage VALUES (0)",
                    "CREATE TABLE scope (id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE)",
                    "INSERT INTO scope (path) VALUES ('')",
                    "CREATE TABLE version (revision INTEGER PRIMARY KEY AUTOINCREMENT, scope INTEGER NOT NULL, name BLOB NOT NULL,"
                            + " place INTEGER NOT NULL, pinned INTEGER NOT NULL, written INTEGER NOT NULL)",
                    "CREATE INDEX line ON version (scope, name, place, revision)",
                    "CREATE TABLE body (revision INTEGER PRIMARY KEY, bytes BLOB NOT NULL)"));

    private BlobLayout() {}
}
