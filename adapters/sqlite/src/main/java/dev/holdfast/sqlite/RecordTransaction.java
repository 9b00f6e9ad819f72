// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** A transaction of either kind: tables become numbers, keys become hashes. */
final class RecordTransaction implements WriteTransaction {

    private final Session session;
    private final Records records;
    private final Names names;
    private final Map<String, Known> tables = new HashMap<>();
    private final Map<String, Integer> made = new HashMap<>();
    private boolean over;

    RecordTransaction(Session session, Names names) {
        this.session = session;
        this.records = new Records(session);
        this.names = names;
    }

    /** Writes what still waits. */
    void write() {
        records.write();
    }

    /** From now on it cannot be used. */
    void end() {
        over = true;
    }

    /** The tables that it made. */
    Map<String, Integer> made() {
        return made;
    }

    /** A table that is there: its number, and the hashes of its keys. */
    private record Known(int number, KeyHash hash) {

        byte[] key(String key1) {
            return hash.key(number, Content.utf8(key1));
        }

        byte[] key(String key1, String key2) {
            return hash.key(number, Content.utf8(key1), Content.utf8(key2));
        }

        byte[] group(String group) {
            return hash.group(number, Content.utf8(group));
        }

        byte[] prefix() {
            return KeyHash.prefix(number);
        }
    }

    @Override
    public Optional<byte[]> get(Table table, String key) {
        return known(table.id()).flatMap(it -> records.get(it.key(key)));
    }

    @Override
    public Optional<byte[]> get(MapTable table, String key1, String key2) {
        return known(table.id()).flatMap(it -> records.get(it.key(key1, key2)));
    }

    @Override
    public Map<String, byte[]> getAll(Table table) {
        return byKey(table.id(), (it, taker) -> records.each(it.prefix(), taker));
    }

    @Override
    public Map<String, byte[]> getGroup(Table table, String group) {
        return byKey(table.id(), (it, taker) -> records.eachIn(it.group(group), taker));
    }

    @Override
    public Map<String, byte[]> getAll(MapTable table, String key1) {
        return byKeys(table.id(), (it, taker) -> records.each(it.key(key1), taker))
                .getOrDefault(key1, Map.of());
    }

    @Override
    public Map<String, Map<String, byte[]>> getAll(MapTable table) {
        return byKeys(table.id(), (it, taker) -> records.each(it.prefix(), taker));
    }

    @Override
    public Map<String, Map<String, byte[]>> getGroup(MapTable table, String group) {
        return byKeys(table.id(), (it, taker) -> records.eachIn(it.group(group), taker));
    }

    /** Reads some records of a table that is there. */
    private interface Reading {
        void run(Known table, Consumer<Content> taker);
    }

    private Map<String, byte[]> byKey(String table, Reading reading) {
        Map<String, byte[]> found = new HashMap<>();
        read(table, reading, content -> found.put(content.key1(), content.value()));
        return found;
    }

    private Map<String, Map<String, byte[]>> byKeys(String table, Reading reading) {
        Map<String, Map<String, byte[]>> found = new HashMap<>();
        read(
                table,
                reading,
                content -> found.computeIfAbsent(content.key1(), key -> new HashMap<>())
                        .put(content.key2(), content.value()));
        return found;
    }

    @Override
    public void forEach(Table table, BiConsumer<String, byte[]> taker) {
        known(table.id())
                .ifPresent(it -> records.each(it.prefix(), content -> taker.accept(content.key1(), content.value())));
    }

    @Override
    public void forEach(MapTable table, String key1, BiConsumer<String, byte[]> taker) {
        known(table.id())
                .ifPresent(it -> records.each(it.key(key1), content -> taker.accept(content.key2(), content.value())));
    }

    @Override
    public void forEach(MapTable table, PairTaker taker) {
        known(table.id())
                .ifPresent(it -> records.each(
                        it.prefix(), content -> taker.accept(content.key1(), content.key2(), content.value())));
    }

    private void read(String table, Reading reading, Consumer<Content> taker) {
        known(table).ifPresent(it -> reading.run(it, taker));
    }

    @Override
    public void put(Table table, String key, byte[] value) {
        put(knownOrNew(table.id()), Content.utf8(key), Content.NONE, value);
    }

    @Override
    public void put(Table table, String key, byte[] value, String group) {
        Known known = knownOrNew(table.id());
        put(known, Content.utf8(key), known.group(group), value);
    }

    private void put(Known table, byte[] key, byte[] group, byte[] value) {
        byte[] hash = table.hash().key(table.number(), key);
        records.put(hash, group, content(key, Content.NONE, group, value));
    }

    @Override
    public void put(MapTable table, String key1, String key2, byte[] value) {
        put(knownOrNew(table.id()), Content.utf8(key1), Content.utf8(key2), Content.NONE, value);
    }

    @Override
    public void put(MapTable table, String key1, String key2, byte[] value, String group) {
        Known known = knownOrNew(table.id());
        put(known, Content.utf8(key1), Content.utf8(key2), known.group(group), value);
    }

    private void put(Known table, byte[] key1, byte[] key2, byte[] group, byte[] value) {
        byte[] hash = table.hash().key(table.number(), key1, key2);
        records.put(hash, group, content(key1, key2, group, value));
    }

    private static byte[] content(byte[] key1, byte[] key2, byte[] group, byte[] value) {
        return Content.write(Session.HEAD_BYTES, key1, key2, group, value, Session.TAIL_BYTES);
    }

    @Override
    public boolean delete(Table table, String key) {
        return deleted(table.id(), it -> records.delete(it.key(key))) > 0;
    }

    @Override
    public boolean delete(MapTable table, String key1, String key2) {
        return deleted(table.id(), it -> records.delete(it.key(key1, key2))) > 0;
    }

    @Override
    public int deleteAll(MapTable table, String key1) {
        return deleted(table.id(), it -> records.deleteAll(it.key(key1)));
    }

    @Override
    public int deleteGroup(Table table, String group) {
        return deleted(table.id(), it -> records.deleteIn(it.group(group)));
    }

    @Override
    public int deleteGroup(MapTable table, String group) {
        return deleted(table.id(), it -> records.deleteIn(it.group(group)));
    }

    @Override
    public int deleteAll(Table table) {
        return deleted(table.id(), it -> records.deleteAll(it.prefix()));
    }

    @Override
    public int deleteAll(MapTable table) {
        return deleted(table.id(), it -> records.deleteAll(it.prefix()));
    }

    private int deleted(String table, Function<Known, Integer> deletion) {
        return known(table).map(deletion).orElse(0);
    }

    private Optional<Known> known(String table) {
        requireOpen();
        Known used = tables.get(table);
        return used != null ? Optional.of(used) : number(table).map(number -> know(table, number));
    }

    /** What has none in the state that is read is not in it, and later reads must not be of a later one. */
    private Optional<Integer> number(String table) {
        Optional<Integer> found = names.number(table);
        if (found.isEmpty()) {
            session.sql().takeState();
            found = names.number(table);
        }
        return found;
    }

    private Known know(String table, int number) {
        Known known = new Known(number, session.hash(table));
        tables.put(table, known);
        return known;
    }

    private Known knownOrNew(String table) {
        return known(table).orElseGet(() -> {
            int number = names.next();
            records.addTable(number, table);
            made.put(table, number);
            return know(table, number);
        });
    }

    private void requireOpen() {
        if (over) {
            throw Problems.transactionOver(session.sql().file());
        }
    }
}
