// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A transaction of either kind: tables become numbers, keys become hashes. */
final class RecordTransaction implements WriteTransaction {

    private final Session session;
    private final Records records;
    private final Names names;
    private final Map<String, Integer> made = new HashMap<>();
    private boolean over;

    RecordTransaction(Session session, Names names) {
        this.session = session;
        this.records = new Records(session);
        this.names = names;
    }

    /** From now on it cannot be used. */
    void end() {
        over = true;
    }

    /** The tables that it made. */
    Map<String, Integer> made() {
        return made;
    }

    /** What is done with a table that is there, given the number and the hash of its keys. */
    private interface Step<T> {
        T run(int number, KeyHash hash);
    }

    private <T> Optional<T> in(String table, Step<T> step) {
        KeyHash hash = hash(table);
        return number(table).map(number -> step.run(number, hash));
    }

    @Override
    public Optional<byte[]> get(Table table, String key) {
        return in(table.id(), (number, hash) -> records.get(hash.key(number, key)))
                .flatMap(found -> found);
    }

    @Override
    public Optional<byte[]> get(MapTable table, String key1, String key2) {
        return in(table.id(), (number, hash) -> records.get(hash.key(number, key1, key2)))
                .flatMap(found -> found);
    }

    @Override
    public Map<String, byte[]> getAll(Table table) {
        return byKey(table.id(), (number, hash, taker) -> records.each(KeyHash.prefix(number), taker));
    }

    @Override
    public Map<String, byte[]> getGroup(Table table, String group) {
        return byKey(table.id(), (number, hash, taker) -> records.eachIn(hash.group(number, group), taker));
    }

    @Override
    public Map<String, byte[]> getAll(MapTable table, String key1) {
        return byKeys(table.id(), (number, hash, taker) -> records.each(hash.key(number, key1), taker))
                .getOrDefault(key1, Map.of());
    }

    @Override
    public Map<String, Map<String, byte[]>> getAll(MapTable table) {
        return byKeys(table.id(), (number, hash, taker) -> records.each(KeyHash.prefix(number), taker));
    }

    @Override
    public Map<String, Map<String, byte[]>> getGroup(MapTable table, String group) {
        return byKeys(table.id(), (number, hash, taker) -> records.eachIn(hash.group(number, group), taker));
    }

    /** Reads some records of a table that is there. */
    private interface Reading {
        void run(int number, KeyHash hash, Consumer<Content> taker);
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

    private void read(String table, Reading reading, Consumer<Content> taker) {
        KeyHash hash = hash(table);
        number(table).ifPresent(number -> reading.run(number, hash, taker));
    }

    @Override
    public void put(Table table, String key, byte[] value) {
        int number = numberOrNew(table.id());
        records.put(hash(table.id()).key(number, key), new Content(key, "", Content.NO_GROUP, value));
    }

    @Override
    public void put(Table table, String key, byte[] value, String group) {
        int number = numberOrNew(table.id());
        KeyHash hash = hash(table.id());
        records.put(hash.key(number, key), new Content(key, "", hash.group(number, group), value));
    }

    @Override
    public void put(MapTable table, String key1, String key2, byte[] value) {
        int number = numberOrNew(table.id());
        records.put(hash(table.id()).key(number, key1, key2), new Content(key1, key2, Content.NO_GROUP, value));
    }

    @Override
    public void put(MapTable table, String key1, String key2, byte[] value, String group) {
        int number = numberOrNew(table.id());
        KeyHash hash = hash(table.id());
        records.put(hash.key(number, key1, key2), new Content(key1, key2, hash.group(number, group), value));
    }

    @Override
    public boolean delete(Table table, String key) {
        return deleted(table.id(), (number, hash) -> records.delete(hash.key(number, key))) > 0;
    }

    @Override
    public boolean delete(MapTable table, String key1, String key2) {
        return deleted(table.id(), (number, hash) -> records.delete(hash.key(number, key1, key2))) > 0;
    }

    @Override
    public int deleteAll(MapTable table, String key1) {
        return deleted(table.id(), (number, hash) -> records.deleteAll(hash.key(number, key1)));
    }

    @Override
    public int deleteGroup(Table table, String group) {
        return deleteGroup(table.id(), group);
    }

    @Override
    public int deleteGroup(MapTable table, String group) {
        return deleteGroup(table.id(), group);
    }

    private int deleteGroup(String table, String group) {
        return deleted(table, (number, hash) -> records.deleteIn(hash.group(number, group)));
    }

    @Override
    public int deleteAll(Table table) {
        return deleteAll(table.id());
    }

    @Override
    public int deleteAll(MapTable table) {
        return deleteAll(table.id());
    }

    private int deleteAll(String table) {
        return deleted(table, (number, hash) -> records.deleteAll(KeyHash.prefix(number)));
    }

    private int deleted(String table, Step<Integer> step) {
        return in(table, step).orElse(0);
    }

    private Optional<Integer> number(String table) {
        Integer own = made.get(table);
        return own != null ? Optional.of(own) : names.number(table);
    }

    private int numberOrNew(String table) {
        requireOpen();
        return number(table).orElseGet(() -> {
            int number = records.addTable(table);
            made.put(table, number);
            return number;
        });
    }

    private KeyHash hash(String table) {
        requireOpen();
        return session.hash(table);
    }

    private void requireOpen() {
        if (over) {
            throw Problems.transactionOver(session.sql().file());
        }
    }
}
