// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.ArrayList;
import java.util.List;

/**
 * Seals everything anew under the key of a new epoch, batch by batch, while the store is in use. Until the last step both
 * keys that open the store do so, and it has the keys of both epochs. Interrupted anywhere, it is finished at the next
 * opening; whichever key opens the store then is the one that stays.
 */
final class Rekey {

    private static final int BATCH = 500;
    private static final String AFTER = "SELECT number, key1, key2, in_group, epoch, sealed FROM record"
            + " WHERE (number, key1, key2) > (?, ?, ?) AND epoch < ? ORDER BY number, key1, key2 LIMIT " + BATCH;

    private final OpenStore store;
    private final Writer writer;
    private final Readers readers;
    private final Session session;

    Rekey(OpenStore store, Writer writer, Readers readers) {
        this.store = store;
        this.writer = writer;
        this.readers = readers;
        this.session = store.writer();
    }

    private record Row(Address address, long epoch, byte[] sealed) {}

    /** Makes the new epoch; from here on both keys open the store. */
    void begin(WrappingKey next) {
        writer.alone(() -> {
            Keys more = store.keys().withNextEpoch(store.settings().random());
            Transactions.run(session.sql(), () -> {
                store.wraps().put(store.wrapping(), more);
                store.wraps().put(next, more);
            });
            store.use(next, more);
        });
    }

    /** Whether one was begun, and not finished. */
    boolean isUnfinished() {
        return !store.keys().isOfOneEpoch() || !store.wraps().isOnly();
    }

    /** Everything else. */
    void finish() {
        writer.alone(() -> Transactions.run(session.sql(), this::sealNames));
        Address last = new Address(0, Address.NONE, Address.NONE, Address.NONE);
        List<Row> batch;
        do {
            Address from = last;
            batch = new ArrayList<>(BATCH);
            List<Row> rows = batch;
            writer.alone(() -> Transactions.run(session.sql(), () -> sealBatch(from, rows)));
            last = batch.isEmpty() ? last : batch.get(batch.size() - 1).address();
        } while (batch.size() == BATCH);
        writer.alone(() -> readers.without(this::dropTheOld));
    }

    private void sealNames() {
        List<Row> names = new ArrayList<>();
        session.sql()
                .prepare("SELECT number, epoch, sealed FROM name WHERE epoch < ?")
                .bind(session.epoch())
                .each(row -> names.add(
                        new Row(Records.nameAddress(row.getLong(1)), row.getLong(2), row.getBytes(3))));
        for (Row name : names) {
            session.sql()
                    .prepare("UPDATE name SET epoch = ?, sealed = ? WHERE number = ?")
                    .bind(session.epoch())
                    .bind(resealed(name))
                    .bind(name.address().table())
                    .update();
        }
    }

    private void sealBatch(Address from, List<Row> batch) {
        session.sql()
                .prepare(AFTER)
                .bind(from.table())
                .bind(from.key1())
                .bind(from.key2())
                .bind(session.epoch())
                .each(row -> batch.add(new Row(
                        new Address(row.getLong(1), row.getBytes(2), row.getBytes(3), Records.orNone(row.getBytes(4))),
                        row.getLong(5),
                        row.getBytes(6))));
        batch.forEach(this::seal);
    }

    private void seal(Row row) {
        Address address = row.address();
        session.sql()
                .prepare("UPDATE record SET epoch = ?, sealed = ? WHERE number = ? AND key1 = ? AND key2 = ?")
                .bind(session.epoch())
                .bind(resealed(row))
                .bind(address.table())
                .bind(address.key1())
                .bind(address.key2())
                .update();
    }

    private byte[] resealed(Row row) {
        byte[] content = session.open(row.address(), row.epoch(), row.sealed());
        return session.seal(row.address(), session.epoch(), content);
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
