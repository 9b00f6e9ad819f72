// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

/**
 * A table whose records have two keys, and which is read and deleted by the first alone, too: a map of maps. It need not be
 * made: it is there with its first record.
 *
 * @param name any text; it does not show in the database
 */
public record MapTable(String name) {

    /** The table of a name. No {@link Table} of the same name has anything of it. */
    public static MapTable of(String name) {
        return new MapTable(name);
    }

    String id() {
        return "map " + name;
    }
}
