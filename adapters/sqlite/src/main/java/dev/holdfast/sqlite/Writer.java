// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** The one connection that writes, and the turns of those who want to, in the order of their coming. */
final class Writer {

    private final OpenStore store;
    private final Log log;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong rollbacks = new AtomicLong();
    private boolean closed; // guarded by turn

    Writer(OpenStore store) {
        this.store = store;
        this.log = new Log(
                store.file(), store.settings().logLimit(), store.settings().onLogGrowth());
    }

    /** Runs something while nobody writes; interrupts are waited out. */
    void alone(Runnable action) {
        alone(() -> {
            action.run();
            return true;
        });
    }

    /** The same, and gives what it gives. */
    <T> T alone(Supplier<T> action) {
        turn.lock();
        try {
            requireOpen();
            T result = action.get();
            log.look(store.writer().sql());
            return result;
        } finally {
            turn.unlock();
        }
    }

    /** Runs a function as one transaction. */
    <T> T write(Function<? super WriteTransaction, ? extends T> function) {
        return alone(() -> transact(function));
    }

    private <T> T transact(Function<? super WriteTransaction, ? extends T> function) {
        Sql sql = store.writer().sql();
        RecordTransaction transaction = new RecordTransaction(store.writer(), store.names());
        sql.begin();
        try {
            T result = function.apply(transaction);
            transaction.write();
            store.names().add(transaction.made()); // before any reader can see the commit
            sql.commit();
            commits.incrementAndGet();
            return result;
        } catch (Throwable e) {
            store.names().remove(transaction.made());
            sql.rollback();
            rollbacks.incrementAndGet();
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

    /** Lets nobody write any more, after him who does; whether this is the first time. */
    boolean close() {
        turn.lock();
        try {
            boolean first = !closed;
            closed = true;
            return first;
        } finally {
            turn.unlock();
        }
    }

    StoreActivity activity() {
        return new StoreActivity(commits.get(), rollbacks.get(), store.locks());
    }

    long logBytes() {
        return log.size();
    }
}
