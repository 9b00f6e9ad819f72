// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.HoldfastException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/**
 * The store's keys as they lie in the database: wrapped under the key that opens the store, or, while that is being
 * exchanged, under either. Each wrap is found by its key's check value.
 */
final class Wraps {

    private static final byte[] LAYOUT = "holdfast record keys 1".getBytes(StandardCharsets.US_ASCII);

    private final Sql sql;
    private final byte[] store;
    private final SecureRandom random;

    /** @param store the store's id, to which the keys are bound */
    Wraps(Sql sql, byte[] store, SecureRandom random) {
        this.sql = sql;
        this.store = store;
        this.random = random;
    }

    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    private record Wrap(byte[] check, Optional<Stretching> stretching, byte[] sealed) {}

    /** What a key opens. */
    record Opened(WrappingKey wrapping, Keys keys) implements AutoCloseable {

        /** Wipes both. */
        @Override
        public void close() {
            keys.wipe();
            wrapping.close();
        }
    }

    /** From now on these alone open the store, and to the same keys; in a transaction of the caller's. */
    void replace(List<WrappingKey> wrappings, Keys keys) {
        sql.run("DELETE FROM wrap");
        wrappings.forEach(wrapping -> put(wrapping, keys));
    }

    private void put(WrappingKey wrapping, Keys keys) {
        byte[] plain = keys.toBytes();
        byte[] sealed = wrapping.wrap(plain, associated(wrapping.check()), random);
        Arrays.fill(plain, (byte) 0);
        Optional<Stretching> how = wrapping.stretching();
        sql.prepare("INSERT OR REPLACE INTO wrap VALUES (?, ?, ?, ?)")
                .bind(wrapping.check())
                .bind(how.map(Stretching::salt).orElse(null))
                .bind(how.map(it -> it.parameters().getBytes(StandardCharsets.US_ASCII))
                        .orElse(null))
                .bind(sealed)
                .update();
    }

    boolean isOnly() {
        return sql.number("SELECT count(*) FROM wrap") == 1;
    }

    /**
     * What this key opens.
     *
     * @throws dev.holdfast.secrets.WrongKeyException if it opens nothing
     * @throws HoldfastException HF-0627 if it opens nothing, and a wrap is there that it cannot try
     * @throws dev.holdfast.storage.UnreadableException if it is the right one, and what it wraps is damaged
     */
    Opened open(StoreKey key) {
        List<Wrap> wraps = all();
        HoldfastException refusal = wraps.isEmpty() ? Problems.damagedKeys(sql.file()) : Problems.wrongKey(sql.file());
        for (Wrap wrap : wraps) {
            try {
                Optional<Opened> opened = key.of(wrap.stretching()).flatMap(wrapping -> open(wrapping, wrap));
                if (opened.isPresent()) {
                    return opened.get();
                }
            } catch (IllegalArgumentException e) {
                refusal = Problems.unusableKdf(sql.file(), e);
            }
        }
        throw refusal;
    }

    private Optional<Opened> open(WrappingKey wrapping, Wrap wrap) {
        try {
            if (Arrays.equals(wrapping.check(), wrap.check())) {
                return Optional.of(new Opened(wrapping, unwrap(wrapping, wrap)));
            }
        } catch (HoldfastException e) {
            wrapping.close();
            throw e;
        }
        wrapping.close();
        return Optional.empty();
    }

    private List<Wrap> all() {
        List<Wrap> wraps = new ArrayList<>();
        sql.prepare("SELECT check_value, salt, kdf, sealed FROM wrap").each(row -> {
            byte[] salt = row.bytes(1);
            byte[] kdf = row.bytes(2);
            Optional<Stretching> how = salt.length == 0
                    ? Optional.empty()
                    : Optional.of(new Stretching(salt, new String(kdf, StandardCharsets.US_ASCII)));
            wraps.add(new Wrap(row.bytes(0), how, row.bytes(3)));
        });
        return wraps;
    }

    private Keys unwrap(WrappingKey wrapping, Wrap wrap) {
        byte[] plain = new byte[0];
        try {
            plain = wrapping.unwrap(wrap.sealed(), associated(wrap.check()), random);
            return Keys.parse(plain).orElseThrow(() -> Problems.damagedKeys(sql.file()));
        } catch (AEADBadTagException e) {
            throw Problems.damagedKeys(sql.file());
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private byte[] associated(byte[] check) {
        return ByteBuffer.allocate(LAYOUT.length + store.length + check.length)
                .put(LAYOUT)
                .put(store)
                .put(check)
                .array();
    }
}
