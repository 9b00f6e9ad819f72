// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** The one connection that writes, and the turns of those who want to, in the order of their coming. */
final class Writer {

    private final OpenStore store;
    private final Log log;
    private final ReentrantLock turn = new ReentrantLock(true);
    private boolean closed; // guarded by turn

    Writer(OpenStore store) {
        this.store = store;
        this.log = new Log(
                store.file(), store.settings().logLimit(), store.settings().onLogGrowth());
    }

    /** Runs something while nobody writes; interrupts are waited out. */
    void alone(Runnable action) {
        turn.lock();
        try {
            requireOpen();
            action.run();
        } finally {
            turn.unlock();
        }
    }

    /** Runs a function as one transaction. */
    <T> T write(Function<? super WriteTransaction, ? extends T> function) {
        turn.lock();
        try {
            requireOpen();
            T result = transact(function);
            log.look(store.writer().sql());
            return result;
        } finally {
            turn.unlock();
        }
    }

    private <T> T transact(Function<? super WriteTransaction, ? extends T> function) {
        Sql sql = store.writer().sql();
        RecordTransaction transaction = new RecordTransaction(store.writer(), store.names());
        sql.begin();
        try {
            T result = function.apply(transaction);
            transaction.write();
            sql.commit();
            store.names().add(transaction.made());
            return result;
        } catch (Throwable e) {
            sql.rollback();
            throw e;
        } finally {
            transaction.end();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw Problems.closed(store.directory());
        }
    }

    /** Runs something once, while nobody writes, and nobody after it. */
    void close(Runnable last) {
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                last.run();
            }
        } finally {
            turn.unlock();
        }
    }

    long logBytes() {
        return log.size();
    }
}
