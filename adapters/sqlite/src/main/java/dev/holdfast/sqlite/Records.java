// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** The rows of a store, opened and sealed as they come and go. */
final class Records {

    private static final String GET = "SELECT sealed FROM record WHERE key = ?";
    private static final String SELECT = "SELECT key, sealed FROM record";
    private static final String PAGE = "SELECT id, key, sealed FROM record WHERE key > ? AND key < ? ORDER BY key";
    private static final String DELETE = "DELETE FROM record";
    private static final String EXACTLY = " WHERE key = ?";
    private static final String BETWEEN = " WHERE key >= ? AND key < ?";
    private static final String IN_GROUP = " WHERE in_group = ?";

    private final Session session;
    private final Sql sql;
    private final Batch batch;

    Records(Session session) {
        this.session = session;
        this.sql = session.sql();
        this.batch = new Batch(sql);
    }

    Optional<byte[]> get(byte[] key) {
        return prepare(GET).bindText(key).first(row -> Content.value(session.open(key, row.bytes(0))));
    }

    /** Those whose keys begin like this, by pages: the taker may read and write in this transaction. */
    void each(byte[] prefix, Consumer<Content> taker) {
        byte[] end = after(prefix);
        Page page = page(prefix, end);
        while (!page.isEmpty()) {
            page.rows().forEach(row -> taker.accept(Content.parse(session.open(row.key(), row.sealed()))));
            page = page(page.last().key(), end);
        }
    }

    private Page page(byte[] last, byte[] end) {
        return Page.of(prepare(PAGE).bindText(last).bindText(end));
    }

    /** Those in a group, which each of them confirms. */
    void eachIn(byte[] group, Consumer<Content> taker) {
        prepare(SELECT + IN_GROUP).bindText(group).each(row -> {
            Content content = Content.parse(session.open(row.bytes(0), row.bytes(1)));
            if (!Arrays.equals(content.group(), group)) {
                throw Problems.damagedRecord(sql.file());
            }
            taker.accept(content);
        });
    }

    /** @param content the group is in it, and room to {@linkplain Session#sealWithin seal} it */
    void put(byte[] key, byte[] group, byte[] content) {
        session.sealWithin(key, content);
        batch.put(key, group, content);
    }

    /** Nothing that was put waits any more. */
    void write() {
        batch.write();
    }

    int delete(byte[] key) {
        return prepare(DELETE + EXACTLY).bindText(key).update();
    }

    int deleteAll(byte[] prefix) {
        return prepare(DELETE + BETWEEN)
                .bindText(prefix)
                .bindText(after(prefix))
                .update();
    }

    int deleteIn(byte[] group) {
        return prepare(DELETE + IN_GROUP).bindText(group).update();
    }

    /** A statement that sees what was put. */
    private Stmt prepare(String text) {
        batch.write();
        return sql.prepare(text);
    }

    /** What is behind every key that begins like this. */
    private static byte[] after(byte[] prefix) {
        byte[] after = Arrays.copyOf(prefix, prefix.length + 1);
        after[prefix.length] = '~';
        return after;
    }

    void addTable(int number, String name) {
        prepare("INSERT INTO name VALUES (?, ?)")
                .bind(number)
                .bind(session.seal(KeyHash.prefix(number), name.getBytes(StandardCharsets.UTF_8)))
                .update();
    }
}
