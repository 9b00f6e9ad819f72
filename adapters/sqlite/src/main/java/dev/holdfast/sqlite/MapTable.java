// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.InvalidNameException;

/**
 * A table whose records have two keys, and which is read and deleted by the first alone, too: a map of maps. It need not be
 * made: it is there with its first record.
 */
public final class MapTable {

    private final String name;
    private final String id;

    private MapTable(String name) {
        this.name = name;
        this.id = "map " + name;
    }

    /**
     * The table of a name. No {@link Table} of the same name has anything of it.
     *
     * @param name well-formed Unicode of at most 65,535 bytes in UTF-8; it does not show in the database
     * @throws InvalidNameException if it is not
     */
    public static MapTable of(String name) {
        Content.utf8(name);
        return new MapTable(name);
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** What it is called among the tables of both kinds. */
    String id() {
        return id;
    }

    /** Whether both have the same name. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MapTable that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "MapTable[" + name + "]";
    }
}
