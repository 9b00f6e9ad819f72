// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.SecretBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keyed hashes by which the records of one table are found: the first 144 bits of HMAC-SHA-256, under a key of the
 * table's own, behind the table's number, all in base64, as SQLite compares texts faster than blobs. A second key is hashed
 * with its first, so that the same one under two first keys does not show. Used by one thread at a time.
 */
final class KeyHash {

    static final int NUMBER_BYTES = 6;

    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int HASH_BYTES = 18;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final byte FIRST = 1;
    private static final byte SECOND = 2;
    private static final byte GROUP = 3;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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
        return TEXT.encode(ByteBuffer.allocate(Integer.BYTES).putInt(table).array());
    }

    /** @param key1 as {@link Content#utf8} gives it, like all texts here */
    byte[] key(int table, byte[] key1) {
        return hash(prefix(table), FIRST, key1);
    }

    byte[] key(int table, byte[] key1, byte[] key2) {
        return hash(key(table, key1), SECOND, key2);
    }

    byte[] group(int table, byte[] group) {
        return hash(prefix(table), GROUP, group);
    }

    /** The first characters of a key's hash, as a number: ASCII, so numbers are in the order of the texts. */
    static long beginning(byte[] key) {
        return (long) LONG.get(key, NUMBER_BYTES);
    }

    /** What comes before, and the hash of a text; of a first key's hash, too, if that comes before. */
    private byte[] hash(byte[] before, byte kind, byte[] text) {
        int hashed = before.length - NUMBER_BYTES;
        byte[] message = new byte[hashed + 1 + text.length];
        System.arraycopy(before, NUMBER_BYTES, message, 0, hashed);
        message[hashed] = kind;
        System.arraycopy(text, 0, message, hashed + 1, text.length);
        byte[] encoded = TEXT.encode(Arrays.copyOf(mac.doFinal(message), HASH_BYTES));
        byte[] key = Arrays.copyOf(before, before.length + encoded.length);
        System.arraycopy(encoded, 0, key, before.length, encoded.length);
        return key;
    }
}
