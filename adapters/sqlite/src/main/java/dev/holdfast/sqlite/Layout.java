// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.List;

/**
 * What a database of ours is made of. SQLite's header names the application and the layout's version, so that nothing of
 * somebody else's, or of a newer version, is ever written to.
 *
 * @param application four letters
 * @param version counts from 1; 0 is what SQLite gives a database that nobody has laid out
 * @param schema the statements that make it
 */
record Layout(String application, int version, List<String> schema) {

    /**
     * Whether there is nothing yet: a file that was just made, or that a crash left before it was laid out.
     *
     * @throws dev.holdfast.storage.HoldfastException if it is somebody else's, or a newer version's
     */
    boolean isMissingFrom(Sql sql) {
        long application = sql.number("PRAGMA application_id");
        long version = sql.number("PRAGMA user_version");
        if (application == 0 && version == 0 && sql.number("SELECT count(*) FROM sqlite_schema") == 0) {
            return true;
        }
        if (application != id()) {
            throw Problems.foreign(sql.file());
        }
        if (version != version()) {
            throw Problems.newer(sql.file(), version);
        }
        return false;
    }

    /** In a transaction of the caller's, so that there is all of it or nothing. */
    void create(Sql sql) {
        schema.forEach(sql::run);
        sql.run("PRAGMA application_id = " + id());
        sql.run("PRAGMA user_version = " + version);
    }

    private int id() {
        return application.charAt(0) << 24
                | application.charAt(1) << 16
                | application.charAt(2) << 8
                | application.charAt(3);
    }
}
