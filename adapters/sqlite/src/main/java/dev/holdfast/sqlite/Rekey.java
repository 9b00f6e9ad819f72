// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.sqlite.Page.Sealed;
import dev.holdfast.storage.UnreadableException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Seals everything anew under the key of a new epoch, batch by batch, while the store is in use; one at a time. Until the
 * last step the key that the store was opened with and the next one both open it, and to the same keys, those of all epochs
 * that may be met. Cut off or failed anywhere, it is finished at the next opening: whichever key opens the store then is
 * the one that stays. Or it is begun anew, and nothing is left of the one before.
 */
final class Rekey {

    private static final System.Logger LOG = System.getLogger(Rekey.class.getPackageName());

    private final OpenStore store;
    private final Writer writer;
    private final Readers<Session> readers;
    private final Session session;
    private final ReentrantLock one = new ReentrantLock();

    Rekey(OpenStore store, Writer writer, Readers<Session> readers) {
        this.store = store;
        this.writer = writer;
        this.readers = readers;
        this.session = store.writer();
    }

    /**
     * All of it.
     *
     * @param next what is to open the store
     * @param afterEachStep runs when one of the steps is committed
     */
    void run(Supplier<WrappingKey> next, Runnable afterEachStep) {
        one.lock();
        try {
            run(next.get(), afterEachStep);
        } finally {
            one.unlock();
        }
    }

    private void run(WrappingKey next, Runnable afterEachStep) {
        try {
            writer.alone(() -> begin(next));
            afterEachStep.run();
            finish(next, afterEachStep);
        } finally {
            if (next != store.wrapping()) {
                next.close();
            }
        }
    }

    /** Finishes one that was cut off, for the key that opened the store. A damaged record goes on to be in its way. */
    void resume() {
        if (store.keys().isOfOneEpoch() && store.wraps().isOnly()) {
            return;
        }
        try {
            finish(store.wrapping(), () -> {});
        } catch (UnreadableException e) {
            LOG.log(
                    Level.WARNING,
                    "A re-key of {0} could not be finished, both keys go on to open it: {1}",
                    store.directory(),
                    e.getMessage());
        }
    }

    private void begin(WrappingKey next) {
        Keys more = store.keys().withNextEpoch(store.settings().random());
        try {
            overwriting(() -> store.wraps().replace(List.of(store.wrapping(), next), more));
        } catch (Throwable e) {
            more.wipeAllBut(store.keys());
            throw e;
        }
        store.use(store.wrapping(), more);
    }

    private void finish(WrappingKey next, Runnable afterEachStep) {
        long end = writer.alone(this::sealNames);
        afterEachStep.run();
        long last = 0;
        while (last < end) {
            long before = last;
            last = writer.alone(() -> sealBatch(before, end));
            afterEachStep.run();
        }
        writer.alone(() -> drop(next));
        readers.renew(); // who reads an earlier state needs the old keys
        writer.alone(this::forget);
    }

    /** Gives the last record that may need it: later ones are of the new epoch. */
    private long sealNames() {
        List<Sealed> names = new ArrayList<>();
        session.sql().prepare("SELECT number, sealed FROM name").each(row -> {
            int number = (int) row.number(0);
            names.add(new Sealed(number, KeyHash.prefix(number), row.bytes(1)));
        });
        Transactions.run(
                session.sql(), () -> names.forEach(name -> seal(name, "UPDATE name SET sealed = ? WHERE number = ?")));
        return session.sql().number("SELECT max(id) FROM record");
    }

    /** Gives the record that was sealed last. */
    private long sealBatch(long last, long end) {
        Page page = Page.of(session.sql()
                .prepare("SELECT id, key, sealed FROM record WHERE id > ? AND id <= ? ORDER BY id")
                .bind(last)
                .bind(end));
        Transactions.run(
                session.sql(),
                () -> page.rows().forEach(row -> seal(row, "UPDATE record SET sealed = ? WHERE id = ?")));
        return page.isEmpty() ? end : page.last().id();
    }

    private void seal(Sealed row, String update) {
        if (!session.isRecent(row.sealed())) {
            byte[] content = session.open(row.key(), row.sealed());
            session.sql()
                    .prepare(update)
                    .bind(session.seal(row.key(), content))
                    .bind(row.id())
                    .update();
        }
    }

    /** All is sealed anew: nothing needs the old keys but a state that somebody reads. */
    private void drop(WrappingKey next) {
        Keys last = store.keys().ofLastEpoch();
        overwriting(() -> store.wraps().replace(List.of(next), last));
        store.use(next, store.keys());
    }

    /** Nobody does. */
    private void forget() {
        store.use(store.wrapping(), store.keys().ofLastEpoch());
        session.sql().emptyLog();
    }

    private void overwriting(Runnable changes) {
        session.sql().run("PRAGMA secure_delete = ON");
        try {
            Transactions.run(session.sql(), changes);
        } finally {
            session.sql().run("PRAGMA secure_delete = OFF");
        }
    }
}
