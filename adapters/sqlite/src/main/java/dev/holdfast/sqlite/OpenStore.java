// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.util.Objects.requireNonNull;

import dev.holdfast.sqlite.Wraps.Opened;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a process has of a store that it has open: the directory, the connection that writes, the keys. */
final class OpenStore implements AutoCloseable {

    private static final String FILE = "records.db";
    private static final int ID_BYTES = 16;

    private final StoreSettings settings;
    private final Place place;
    private final Sql sql;
    private final LockWait wait;
    private final byte[] id;
    private final Wraps wraps;
    private final long opens;
    private final Names names = new Names();
    private final Session writer;
    private volatile WrappingKey wrapping;
    private volatile Keys keys;

    private OpenStore(StoreSettings settings, Place place, LockWait wait, Sql sql, StoreKey key) {
        this.settings = settings;
        this.place = place;
        this.wait = wait;
        this.sql = sql;
        boolean isNew = RecordLayout.LAYOUT.isMissingFrom(sql);
        this.opens = 1 + requireAtLeast(isNew ? 0 : sql.number("SELECT opens FROM store"));
        this.id = isNew ? randomId() : storedId();
        this.wraps = new Wraps(sql, id, settings.random());
        Opened opened = isNew ? create(key) : wraps.open(key);
        this.wrapping = opened.wrapping();
        this.keys = opened.keys();
        this.writer = session(sql);
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
        LockWait wait = new LockWait(settings.busy());
        Sql sql = Sql.open(place.database(FILE), wait);
        try {
            OpenStore opened = new OpenStore(settings, place, wait, sql, key);
            opened.begin();
            return opened;
        } catch (RuntimeException e) {
            sql.closeAfter(e);
            throw e;
        }
    }

    private byte[] randomId() {
        byte[] fresh = new byte[ID_BYTES];
        settings.random().nextBytes(fresh);
        return fresh;
    }

    private byte[] storedId() {
        return sql.prepare("SELECT id FROM store").first(row -> row.bytes(0)).orElseThrow();
    }

    private Opened create(StoreKey key) {
        Log.begin(sql);
        Opened made = new Opened(key.fresh(settings.random()), Keys.generate(settings.random()));
        try {
            Transactions.run(sql, () -> {
                RecordLayout.LAYOUT.create(sql);
                sql.prepare("INSERT INTO store VALUES (?, 0)").bind(id).update();
                wraps.replace(List.of(made.wrapping()), made.keys());
            });
            return made;
        } catch (Throwable e) {
            made.close();
            throw e;
        }
    }

    private long requireAtLeast(long found) {
        if (found < settings.expectedOpens()) {
            throw Problems.rolledBack(sql.file(), found, settings.expectedOpens());
        }
        return found;
    }

    /** The key is the right one: from here on something is changed. */
    private void begin() {
        try {
            Log.begin(sql);
            Transactions.run(
                    sql,
                    () -> sql.prepare("UPDATE store SET opens = ?").bind(opens).update());
            Log.sync(sql, settings.durability()); // the count is durable whatever the rest is: others keep it durably
            names.add(storedNames());
        } catch (Throwable e) {
            wipe();
            throw e;
        }
    }

    private Map<String, Integer> storedNames() {
        Map<String, Integer> found = new HashMap<>();
        sql.prepare("SELECT number, sealed FROM name").each(row -> {
            int number = (int) row.number(0);
            byte[] name = writer.open(KeyHash.prefix(number), row.bytes(1));
            found.put(new String(name, StandardCharsets.UTF_8), number);
        });
        return found;
    }

    /** On a connection of its own, for who only reads. */
    Session reader() {
        Sql own = Sql.open(sql.file(), wait);
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

    long locks() {
        return wait.met();
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

    /** From now on these are the store's; what is of it no more is wiped. Nobody uses that still. */
    void use(WrappingKey nextWrapping, Keys nextKeys) {
        WrappingKey formerWrapping = wrapping;
        Keys formerKeys = keys;
        wrapping = nextWrapping;
        keys = nextKeys;
        if (formerWrapping != nextWrapping) {
            formerWrapping.close();
        }
        formerKeys.wipeAllBut(nextKeys);
        writer.wipe();
    }

    private void wipe() {
        writer.wipe();
        keys.wipe();
        wrapping.close();
    }

    /** Everything, in the reverse order of its opening. */
    @Override
    public void close() {
        try {
            writer.close();
        } finally {
            wipe();
            place.close();
        }
    }
}
