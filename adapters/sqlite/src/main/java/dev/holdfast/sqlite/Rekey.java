// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.sqlite.Page.Sealed;
import java.util.ArrayList;
import java.util.List;

/**
 * Seals everything anew under the key of a new epoch, batch by batch, while the store is in use. Until the last step both
 * keys that open the store do so, and it has the keys of both epochs. Interrupted anywhere, it is finished at the next
 * opening; whichever key opens the store then is the one that stays.
 */
final class Rekey {

    private static final long NAMES = -1;
    private final OpenStore store;
    private final Writer writer;
    private final Readers<Session> readers;
    private final Session session;
    private long last = NAMES; // the record that was sealed last; guarded by the writer
    private long end; // the last one that may need it: later ones are of the new epoch

    Rekey(OpenStore store, Writer writer, Readers<Session> readers) {
        this.store = store;
        this.writer = writer;
        this.readers = readers;
        this.session = store.writer();
    }

    /** Makes the new epoch; from here on both keys open the store. */
    void begin(WrappingKey next) {
        writer.alone(() -> {
            Keys more = store.keys().withNextEpoch(store.settings().random());
            Transactions.run(session.sql(), () -> {
                store.wraps().put(store.wrapping(), more);
                store.wraps().put(next, more);
            });
            store.use(next, more);
            last = NAMES;
        });
    }

    /** Whether one was begun, and not finished. */
    boolean isUnfinished() {
        return !store.keys().isOfOneEpoch() || !store.wraps().isOnly();
    }

    /** One step of what is left; whether there is more. */
    boolean step() {
        boolean[] more = {true};
        writer.alone(() -> {
            if (last == NAMES) {
                Transactions.run(session.sql(), this::sealNames);
                last = 0;
                end = session.sql().number("SELECT max(id) FROM record");
            } else {
                more[0] = sealBatch();
            }
        });
        return more[0];
    }

    /** Whether there was any. */
    private boolean sealBatch() {
        Page[] batch = new Page[1];
        Transactions.run(session.sql(), () -> batch[0] = sealPage());
        if (batch[0].isEmpty()) {
            readers.without(this::dropTheOld);
            last = NAMES;
            return false;
        }
        last = batch[0].last().id();
        return true;
    }

    private void sealNames() {
        List<Sealed> names = new ArrayList<>();
        session.sql().prepare("SELECT number, sealed FROM name").each(row -> {
            int number = (int) row.number(0);
            names.add(new Sealed(number, KeyHash.prefix(number), row.bytes(1)));
        });
        names.forEach(name -> seal(name, "UPDATE name SET sealed = ? WHERE number = ?"));
    }

    private Page sealPage() {
        Page page = Page.of(session.sql()
                .prepare("SELECT id, key, sealed FROM record WHERE id > ? AND id <= ? ORDER BY id")
                .bind(last)
                .bind(end));
        page.rows().forEach(row -> seal(row, "UPDATE record SET sealed = ? WHERE id = ?"));
        return page;
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

    /** All is sealed anew, in the database itself and not only in its log: now the old keys go, and are overwritten. */
    private void dropTheOld() {
        Sql sql = session.sql();
        Log.home(sql);
        Keys last = store.keys().ofLastEpoch();
        sql.run("PRAGMA secure_delete = ON");
        Transactions.run(sql, () -> {
            store.wraps().put(store.wrapping(), last);
            store.wraps().keepOnly(store.wrapping());
        });
        sql.run("PRAGMA secure_delete = OFF");
        Log.home(sql);
        store.use(store.wrapping(), last);
    }
}
