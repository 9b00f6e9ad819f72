// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

/**
 * A table whose records have one key. It need not be made: it is there with its first record.
 *
 * @param name any text; it does not show in the database
 */
public record Table(String name) {

    /** The table of a name. No {@link MapTable} of the same name has anything of it. */
    public static Table of(String name) {
        return new Table(name);
    }

    String id() {
        return "table " + name;
    }
}
