// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.util.Objects.requireNonNull;

import dev.holdfast.sqlite.Wraps.Opened;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a process has of a store that it has open: the directory, the connection that writes, the keys. */
final class OpenStore implements AutoCloseable {

    private static final String FILE = "records.db";
    private static final int ID_BYTES = 16;

    private final StoreSettings settings;
    private final Place place;
    private final Sql sql;
    private final byte[] id;
    private final Wraps wraps;
    private final long opens;
    private final Names names = new Names();
    private final Session writer;
    private volatile WrappingKey wrapping;
    private volatile Keys keys;

    private OpenStore(StoreSettings settings, Place place, Sql sql, StoreKey key) {
        this.settings = settings;
        this.place = place;
        this.sql = sql;
        long before = RecordLayout.LAYOUT.isMissingFrom(sql) ? create(key) : requireRecent();
        this.id = sql.prepare("SELECT id FROM store").first(row -> row.bytes(0)).orElseThrow();
        this.wraps = new Wraps(sql, id, settings.random());
        Opened opened = wraps.open(key);
        this.wrapping = opened.wrapping();
        this.keys = opened.keys();
        this.opens = before + 1;
        this.writer = session(sql);
        begin();
    }

    /** Opens the database of a directory; makes both if they are not there. */
    static OpenStore open(StoreSettings settings, StoreKey key) {
        Place place = Place.open(settings.directory());
        try {
            place.alone();
            return open(settings, place, key);
        } catch (Throwable e) {
            place.close();
            throw e;
        }
    }

    private static OpenStore open(StoreSettings settings, Place place, StoreKey key) {
        Sql sql = Sql.open(place.database(FILE), settings.busy());
        try {
            return new OpenStore(settings, place, sql, key);
        } catch (RuntimeException e) {
            sql.closeAfter(e);
            throw e;
        }
    }

    private long create(StoreKey key) {
        requireAtLeast(0);
        Log.begin(sql, settings.durability());
        byte[] fresh = new byte[ID_BYTES];
        settings.random().nextBytes(fresh);
        try (WrappingKey wrapping = key.fresh(settings.random())) {
            Transactions.run(sql, () -> {
                RecordLayout.LAYOUT.create(sql);
                sql.prepare("INSERT INTO store VALUES (?, 0)").bind(fresh).update();
                new Wraps(sql, fresh, settings.random()).put(wrapping, Keys.generate(settings.random()));
            });
        }
        return 0;
    }

    private long requireRecent() {
        return requireAtLeast(sql.number("SELECT opens FROM store"));
    }

    private long requireAtLeast(long found) {
        if (found < settings.expectedOpens()) {
            throw Problems.rolledBack(sql.file(), found, settings.expectedOpens());
        }
        return found;
    }

    /** The key is the right one: from here on something is changed. */
    private void begin() {
        Log.begin(sql, settings.durability());
        Transactions.run(
                sql, () -> sql.prepare("UPDATE store SET opens = ?").bind(opens).update());
        Map<String, Integer> found = new HashMap<>();
        sql.prepare("SELECT number, sealed FROM name").each(row -> {
            int number = (int) row.number(0);
            byte[] name = writer.open(KeyHash.prefix(number), row.bytes(1));
            found.put(new String(name, StandardCharsets.UTF_8), number);
        });
        names.add(found);
    }

    /** On a connection of its own, for who only reads. */
    Session reader() {
        Sql own = Sql.open(sql.file(), settings.busy());
        try {
            own.run("PRAGMA query_only = ON");
            return session(own);
        } catch (RuntimeException e) {
            own.closeAfter(e);
            throw e;
        }
    }

    private Session session(Sql on) {
        return new Session(on, id, () -> requireNonNull(keys), settings.random());
    }

    StoreSettings settings() {
        return settings;
    }

    Path file() {
        return sql.file();
    }

    Path directory() {
        return place.directory();
    }

    Session writer() {
        return writer;
    }

    Wraps wraps() {
        return wraps;
    }

    Names names() {
        return names;
    }

    long opens() {
        return opens;
    }

    Keys keys() {
        return keys;
    }

    WrappingKey wrapping() {
        return wrapping;
    }

    /** From now on these are the store's. */
    void use(WrappingKey nextWrapping, Keys nextKeys) {
        wrapping = nextWrapping;
        keys = nextKeys;
    }

    /** Everything, in the reverse order of its opening. */
    @Override
    public void close() {
        try {
            writer.close();
        } finally {
            keys.wipe();
            wrapping.close();
            place.close();
        }
    }
}
