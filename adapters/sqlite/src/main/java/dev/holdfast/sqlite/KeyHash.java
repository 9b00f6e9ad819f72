// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.InvalidNameException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keyed hashes by which the records of one table are found: the first 128 bits of HMAC-SHA-256, under a key of the
 * table's own. A second key is hashed with its first, so that the same one under two first keys does not show. Used by one
 * thread at a time.
 */
final class KeyHash {

    static final int BYTES = 16;

    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;
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

    byte[] first(String key) {
        mac.update(FIRST);
        return finish(key);
    }

    byte[] second(byte[] first, String key) {
        mac.update(SECOND);
        mac.update(first);
        return finish(key);
    }

    byte[] group(String group) {
        mac.update(GROUP);
        return finish(group);
    }

    private byte[] finish(String text) {
        mac.update(utf8(text));
        return Arrays.copyOf(mac.doFinal(), BYTES);
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
