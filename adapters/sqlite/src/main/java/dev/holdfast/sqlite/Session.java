// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;

/** A connection with all that it needs to seal and open records. Used by one thread at a time. */
final class Session implements AutoCloseable {

    private final Sql sql;
    private final byte[] bound;
    private final Supplier<Keys> keys;
    private final SecureRandom random;
    private final Map<Long, SecretBox> boxes = new HashMap<>();
    private final Map<String, KeyHash> hashes = new HashMap<>();

    /**
     * @param store the store's id, to which everything is bound
     * @param keys those of now: asked whenever an epoch is met for the first time
     */
    Session(Sql sql, byte[] store, Supplier<Keys> keys, SecureRandom random) {
        this.sql = sql;
        this.bound = bound(store);
        this.keys = keys;
        this.random = random;
    }

    private static byte[] bound(byte[] store) {
        byte[] label = "holdfast record 1".getBytes(StandardCharsets.US_ASCII);
        byte[] bound = new byte[label.length + store.length];
        System.arraycopy(label, 0, bound, 0, label.length);
        System.arraycopy(store, 0, bound, label.length, store.length);
        return bound;
    }

    Sql sql() {
        return sql;
    }

    KeyHash hash(String table) {
        return hashes.computeIfAbsent(table, it -> KeyHash.of(keys.get().names(), it));
    }

    /** The epoch that seals now. */
    long epoch() {
        return keys.get().epoch();
    }

    byte[] seal(Address address, long epoch, byte[] content) {
        return box(epoch).seal(content, address.bind(bound, epoch));
    }

    /** @throws dev.holdfast.storage.UnreadableException if it is damaged, or was put there from elsewhere */
    byte[] open(Address address, long epoch, byte[] sealed) {
        try {
            return box(epoch).open(sealed, address.bind(bound, epoch));
        } catch (AEADBadTagException e) {
            throw Problems.damagedRecord(sql.file());
        }
    }

    private SecretBox box(long epoch) {
        SecretBox known = boxes.get(epoch);
        if (known == null) {
            known = SecretBox.of(keys.get().of(epoch).orElseThrow(() -> Problems.damagedRecord(sql.file())), random);
            boxes.put(epoch, known);
        }
        return known;
    }

    @Override
    public void close() {
        boxes.values().forEach(SecretBox::close);
        sql.close();
    }
}
