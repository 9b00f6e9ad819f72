// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a store, opened and sealed as they come and go. */
final class Records {

    private static final String SELECT = "SELECT sealed, epoch, key1, key2, in_group FROM record WHERE number = ?";
    private static final String DELETE = "DELETE FROM record WHERE number = ?";
    private static final String KEY = " AND key1 = ? AND key2 = ?";
    private static final String KEY1 = " AND key1 = ?";
    private static final String GROUP = " AND in_group = ?";

    private final Session session;
    private final Sql sql;

    Records(Session session) {
        this.session = session;
        this.sql = session.sql();
    }

    Optional<byte[]> get(long table, byte[] key1, byte[] key2) {
        return sql.prepare("SELECT sealed, epoch, in_group FROM record WHERE number = ?" + KEY)
                .bind(table)
                .bind(key1)
                .bind(key2)
                .first(row -> {
                    Address address = new Address(table, key1, key2, orNone(row.getBytes(3)));
                    return Content.value(session.open(address, row.getLong(2), row.getBytes(1)));
                });
    }

    void each(long table, Consumer<Content> taker) {
        each(table, sql.prepare(SELECT).bind(table), taker);
    }

    void eachOf(long table, byte[] key1, Consumer<Content> taker) {
        each(table, sql.prepare(SELECT + KEY1).bind(table).bind(key1), taker);
    }

    void eachIn(long table, byte[] group, Consumer<Content> taker) {
        each(table, sql.prepare(SELECT + GROUP).bind(table).bind(group), taker);
    }

    private void each(long table, Stmt select, Consumer<Content> taker) {
        select.each(row -> taker.accept(content(table, row)));
    }

    private Content content(long table, ResultSet row) throws SQLException {
        Address address = new Address(table, row.getBytes(3), row.getBytes(4), orNone(row.getBytes(5)));
        return Content.parse(session.open(address, row.getLong(2), row.getBytes(1)));
    }

    static byte[] orNone(byte @Nullable [] hash) {
        return hash == null ? Address.NONE : hash;
    }

    void put(Address address, byte[] content) {
        long epoch = session.epoch();
        sql.prepare("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?)")
                .bind(address.table())
                .bind(address.key1())
                .bind(address.key2())
                .bind(address.group().length == 0 ? null : address.group())
                .bind(epoch)
                .bind(session.seal(address, epoch, content))
                .update();
    }

    int delete(long table, byte[] key1, byte[] key2) {
        return sql.prepare(DELETE + KEY).bind(table).bind(key1).bind(key2).update();
    }

    int deleteOf(long table, byte[] key1) {
        return sql.prepare(DELETE + KEY1).bind(table).bind(key1).update();
    }

    int deleteIn(long table, byte[] group) {
        return sql.prepare(DELETE + GROUP).bind(table).bind(group).update();
    }

    int deleteAll(long table) {
        return sql.prepare(DELETE).bind(table).update();
    }

    /** Gives a new table its number. */
    long addTable(String name) {
        long number = sql.number("SELECT coalesce(max(number), 0) + 1 FROM name");
        long epoch = session.epoch();
        byte[] sealed = session.seal(nameAddress(number), epoch, name.getBytes(StandardCharsets.UTF_8));
        sql.prepare("INSERT INTO name VALUES (?, ?, ?)")
                .bind(number)
                .bind(epoch)
                .bind(sealed)
                .update();
        return number;
    }

    /** What a table's name is bound to; no record has an address without a key. */
    static Address nameAddress(long number) {
        return new Address(number, Address.NONE, Address.NONE, Address.NONE);
    }
}
