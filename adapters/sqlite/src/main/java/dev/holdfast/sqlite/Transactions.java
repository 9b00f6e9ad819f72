// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

/** Runs things as one transaction. */
final class Transactions {

    private Transactions() {}

    /** All of it is committed, or, whatever was thrown, nothing. */
    static void run(Sql sql, Runnable changes) {
        sql.begin();
        try {
            changes.run();
            sql.commit();
        } catch (Throwable e) {
            sql.rollback();
            throw e;
        }
    }
}
