// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.InvalidNameException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keyed hashes by which the records of one table are found: the first 128 bits of HMAC-SHA-256, under a key of the
 * table's own, behind the table's number in four bytes. A second key is hashed with its first, so that the same one under
 * two first keys does not show. Used by one thread at a time.
 */
final class KeyHash {

    static final int NUMBER_BYTES = Integer.BYTES;

    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int HASH_BYTES = 16;
    private static final byte FIRST = 1;
    private static final byte SECOND = 2;
    private static final byte GROUP = 3;

    private final Mac mac;

    private KeyHash(Mac mac) {
        this.mac = mac;
    }

    /** @param names the store's key for names */
    static KeyHash of(SecretBytes names, String table) {
        byte[] info = ("holdfast record names 1 " + table).getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[0];
        try (SecretBytes own = names.derive(info, KEY_BYTES)) {
            key = own.reveal();
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return new KeyHash(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + HMAC, e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** What every key of a table begins with. */
    static byte[] prefix(int table) {
        return ByteBuffer.allocate(NUMBER_BYTES).putInt(table).array();
    }

    byte[] key(int table, String key1) {
        byte[] hash = hash(FIRST, key1);
        return ByteBuffer.allocate(NUMBER_BYTES + HASH_BYTES)
                .putInt(table)
                .put(hash, 0, HASH_BYTES)
                .array();
    }

    byte[] key(int table, String key1, String key2) {
        byte[] first = hash(FIRST, key1);
        mac.update(first, 0, HASH_BYTES);
        byte[] second = hash(SECOND, key2);
        return ByteBuffer.allocate(NUMBER_BYTES + 2 * HASH_BYTES)
                .putInt(table)
                .put(first, 0, HASH_BYTES)
                .put(second, 0, HASH_BYTES)
                .array();
    }

    byte[] group(int table, String group) {
        byte[] hash = hash(GROUP, group);
        return ByteBuffer.allocate(NUMBER_BYTES + HASH_BYTES)
                .putInt(table)
                .put(hash, 0, HASH_BYTES)
                .array();
    }

    private byte[] hash(byte kind, String text) {
        mac.update(kind);
        return mac.doFinal(utf8(text));
    }

    /** @throws InvalidNameException if it is not well-formed Unicode: two such texts could become the same bytes */
    static byte[] utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                i = pair(text, i);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int pair(String text, int at) {
        if (at + 1 == text.length() || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
            throw new InvalidNameException("it has half of a surrogate pair");
        }
        return at + 1;
    }
}
