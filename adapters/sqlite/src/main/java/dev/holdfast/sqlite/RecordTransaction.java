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
    private final Map<String, Long> made = new HashMap<>();
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
    Map<String, Long> made() {
        return made;
    }

    @Override
    public Optional<byte[]> get(Table table, String key) {
        KeyHash hash = hash(table.id());
        return number(table.id()).flatMap(number -> records.get(number, hash.first(key), Address.NONE));
    }

    @Override
    public Map<String, byte[]> getAll(Table table) {
        return byKey(table.id(), (number, taker) -> records.each(number, taker));
    }

    @Override
    public Map<String, byte[]> getGroup(Table table, String group) {
        byte[] hash = hash(table.id()).group(group);
        return byKey(table.id(), (number, taker) -> records.eachIn(number, hash, taker));
    }

    @Override
    public Optional<byte[]> get(MapTable table, String key1, String key2) {
        KeyHash hash = hash(table.id());
        return number(table.id()).flatMap(number -> {
            byte[] first = hash.first(key1);
            return records.get(number, first, hash.second(first, key2));
        });
    }

    @Override
    public Map<String, byte[]> getAll(MapTable table, String key1) {
        byte[] first = hash(table.id()).first(key1);
        Map<String, byte[]> found = new HashMap<>();
        number(table.id())
                .ifPresent(number ->
                        records.eachOf(number, first, content -> found.put(content.key2(), content.value())));
        return found;
    }

    @Override
    public Map<String, Map<String, byte[]>> getAll(MapTable table) {
        return byKeys(table.id(), (number, taker) -> records.each(number, taker));
    }

    @Override
    public Map<String, Map<String, byte[]>> getGroup(MapTable table, String group) {
        byte[] hash = hash(table.id()).group(group);
        return byKeys(table.id(), (number, taker) -> records.eachIn(number, hash, taker));
    }

    @Override
    public void put(Table table, String key, byte[] value) {
        put(table, key, value, Address.NONE);
    }

    @Override
    public void put(Table table, String key, byte[] value, String group) {
        put(table, key, value, hash(table.id()).group(group));
    }

    private void put(Table table, String key, byte[] value, byte[] group) {
        byte[] first = hash(table.id()).first(key);
        records.put(new Address(numberOrNew(table.id()), first, Address.NONE, group), Content.of(key, value));
    }

    @Override
    public boolean delete(Table table, String key) {
        byte[] first = hash(table.id()).first(key);
        return deleted(table.id(), number -> records.delete(number, first, Address.NONE)) > 0;
    }

    @Override
    public int deleteGroup(Table table, String group) {
        return deleteGroup(table.id(), group);
    }

    @Override
    public int deleteAll(Table table) {
        return deleteAll(table.id());
    }

    @Override
    public void put(MapTable table, String key1, String key2, byte[] value) {
        put(table, key1, key2, value, Address.NONE);
    }

    @Override
    public void put(MapTable table, String key1, String key2, byte[] value, String group) {
        put(table, key1, key2, value, hash(table.id()).group(group));
    }

    private void put(MapTable table, String key1, String key2, byte[] value, byte[] group) {
        KeyHash hash = hash(table.id());
        byte[] first = hash.first(key1);
        Address address = new Address(numberOrNew(table.id()), first, hash.second(first, key2), group);
        records.put(address, Content.of(key1, key2, value));
    }

    @Override
    public boolean delete(MapTable table, String key1, String key2) {
        KeyHash hash = hash(table.id());
        byte[] first = hash.first(key1);
        return deleted(table.id(), number -> records.delete(number, first, hash.second(first, key2))) > 0;
    }

    @Override
    public int deleteAll(MapTable table, String key1) {
        byte[] first = hash(table.id()).first(key1);
        return deleted(table.id(), number -> records.deleteOf(number, first));
    }

    @Override
    public int deleteGroup(MapTable table, String group) {
        return deleteGroup(table.id(), group);
    }

    @Override
    public int deleteAll(MapTable table) {
        return deleteAll(table.id());
    }

    private int deleteGroup(String table, String group) {
        byte[] hash = hash(table).group(group);
        return deleted(table, number -> records.deleteIn(number, hash));
    }

    private int deleteAll(String table) {
        requireOpen();
        return deleted(table, records::deleteAll);
    }

    /** Reads some records of a table, if it is there. */
    private interface Reading {
        void run(long number, Consumer<Content> taker);
    }

    private Map<String, byte[]> byKey(String table, Reading reading) {
        requireOpen();
        Map<String, byte[]> found = new HashMap<>();
        number(table)
                .ifPresent(number -> reading.run(number, content -> found.put(content.key1(), content.value())));
        return found;
    }

    private Map<String, Map<String, byte[]>> byKeys(String table, Reading reading) {
        requireOpen();
        Map<String, Map<String, byte[]>> found = new HashMap<>();
        number(table)
                .ifPresent(number -> reading.run(
                        number,
                        content -> found.computeIfAbsent(content.key1(), key -> new HashMap<>())
                                .put(content.key2(), content.value())));
        return found;
    }

    /** Deletes some records of a table. */
    private interface Deleting {
        int run(long number);
    }

    private int deleted(String table, Deleting deleting) {
        return number(table).map(deleting::run).orElse(0);
    }

    private Optional<Long> number(String table) {
        Long own = made.get(table);
        return own != null ? Optional.of(own) : names.number(table);
    }

    private long numberOrNew(String table) {
        return number(table).orElseGet(() -> {
            long number = records.addTable(table);
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
