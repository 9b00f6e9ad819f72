// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.InvalidNameException;

/**
 * A table whose records have one key. It need not be made: it is there with its first record.
 */
public final class Table {

    private final String name;
    private final String id;

    private Table(String name) {
        this.name = name;
        this.id = "table " + name;
    }

    /**
     * The table of a name. No {@link MapTable} of the same name has anything of it.
     *
     * @param name well-formed Unicode of at most 65,535 bytes in UTF-8; it does not show in the database
     * @throws InvalidNameException if it is not
     */
    public static Table of(String name) {
        Content.utf8(name);
        return new Table(name);
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
        return other instanceof Table that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Table[" + name + "]";
    }
}
