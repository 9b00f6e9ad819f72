// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** The rows of a store, opened and sealed as they come and go. */
final class Records {

    static final String GET = "SELECT sealed FROM record WHERE key = ?";
    static final String PUT = "INSERT INTO record (key, in_group, sealed) VALUES (?, ?, ?)"
            + " ON CONFLICT (key) DO UPDATE SET in_group = excluded.in_group, sealed = excluded.sealed";

    private static final String SELECT = "SELECT key, sealed FROM record";
    private static final String DELETE = "DELETE FROM record";
    private static final String EXACTLY = " WHERE key = ?";
    private static final String BETWEEN = " WHERE key >= ? AND key < ?";
    private static final String IN_GROUP = " WHERE in_group = ?";

    private final Session session;
    private final Sql sql;

    Records(Session session) {
        this.session = session;
        this.sql = session.sql();
    }

    Optional<byte[]> get(byte[] key) {
        return sql.prepare(GET).bind(key).first(row -> Content.value(session.open(key, row.getBytes(1))));
    }

    /** Those whose keys begin like this. */
    void each(byte[] prefix, Consumer<Content> taker) {
        sql.prepare(SELECT + BETWEEN)
                .bind(prefix)
                .bind(after(prefix))
                .each(row -> taker.accept(Content.parse(session.open(row.getBytes(1), row.getBytes(2)))));
    }

    /** Those in a group, which each of them confirms. */
    void eachIn(byte[] group, Consumer<Content> taker) {
        sql.prepare(SELECT + IN_GROUP).bind(group).each(row -> {
            Content content = Content.parse(session.open(row.getBytes(1), row.getBytes(2)));
            if (!Arrays.equals(content.group(), group)) {
                throw Problems.damagedRecord(sql.file());
            }
            taker.accept(content);
        });
    }

    void put(byte[] key, Content content) {
        byte[] group = content.group();
        sql.prepare(PUT)
                .bind(key)
                .bind(group.length == 0 ? null : group)
                .bind(session.seal(key, content.toBytes()))
                .update();
    }

    int delete(byte[] key) {
        return sql.prepare(DELETE + EXACTLY).bind(key).update();
    }

    int deleteAll(byte[] prefix) {
        return sql.prepare(DELETE + BETWEEN).bind(prefix).bind(after(prefix)).update();
    }

    int deleteIn(byte[] group) {
        return sql.prepare(DELETE + IN_GROUP).bind(group).update();
    }

    /** The first key that does not begin like this. Tables are numbered from 1, and so never end in nothing but ones. */
    private static byte[] after(byte[] prefix) {
        byte[] after = prefix.clone();
        int at = after.length - 1;
        while (++after[at] == 0) {
            at--;
        }
        return after;
    }

    /** Gives a new table its number. */
    int addTable(String name) {
        int number = (int) sql.number("SELECT coalesce(max(number), 0) + 1 FROM name");
        sql.prepare("INSERT INTO name VALUES (?, ?)")
                .bind(number)
                .bind(session.seal(KeyHash.prefix(number), name.getBytes(StandardCharsets.UTF_8)))
                .update();
        return number;
    }
}
