// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.Arrays;
import java.util.Base64;

/**
 * A root key as operators write it down: {@value RootProvider#MIN_BYTES} bytes or more, in hexadecimal digits or in
 * Base64 of either alphabet, with white space anywhere; in a file also raw. One key in any of these forms is the same
 * root key. What is nothing but hexadecimal digits is hexadecimal; what is text and neither is refused, because
 * it is more likely a passphrase than a key.
 */
final class KeyMaterial {

    private final String provider;
    private final String where;

    /**
     * @param provider the id of the provider that was given it
     * @param where the file or the variable, for errors
     */
    KeyMaterial(String provider, String where) {
        this.provider = provider;
        this.where = where;
    }

    /** @throws ProviderUnavailableException if it is no root key */
    SecretBytes ofFile(byte[] content) {
        return isText(content) ? ofText(content) : longEnough(content.clone());
    }

    /** @throws ProviderUnavailableException if it is no root key */
    SecretBytes ofText(byte[] text) {
        byte[] compact = withoutSpace(text);
        try {
            return longEnough(isHex(compact) ? hex(compact) : base64(compact));
        } catch (IllegalArgumentException e) {
            throw unfit("it is text, and neither hexadecimal digits nor Base64");
        } finally {
            Arrays.fill(compact, (byte) 0);
        }
    }

    private SecretBytes longEnough(byte[] key) {
        SecretBytes root = SecretBytes.owning(key);
        if (root.length() < RootProvider.MIN_BYTES) {
            root.close();
            throw unfit("it has " + root.length() + " bytes, and " + RootProvider.MIN_BYTES + " are needed");
        }
        return root;
    }

    private ProviderUnavailableException unfit(String why) {
        return Problems.unfitRoot(provider, where, why);
    }

    private static boolean isText(byte[] content) {
        for (byte one : content) {
            if ((one < ' ' || one > '~') && !isSpace(one)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte one) {
        return one == ' ' || one == '\t' || one == '\r' || one == '\n';
    }

    private static byte[] withoutSpace(byte[] text) {
        byte[] room = new byte[text.length];
        int length = 0;
        for (byte one : text) {
            if (!isSpace(one)) {
                room[length++] = one;
            }
        }
        byte[] compact = Arrays.copyOf(room, length);
        Arrays.fill(room, (byte) 0);
        return compact;
    }

    private static boolean isHex(byte[] text) {
        for (byte one : text) {
            if (Character.digit(one, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] hex(byte[] digits) {
        if (digits.length % 2 != 0) {
            throw new IllegalArgumentException("Half a byte");
        }
        byte[] key = new byte[digits.length / 2];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (Character.digit(digits[2 * i], 16) << 4 | Character.digit(digits[2 * i + 1], 16));
        }
        return key;
    }

    /** Changes the alphabet of URLs into the other in place. */
    private static byte[] base64(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            text[i] = text[i] == '-' ? (byte) '+' : text[i] == '_' ? (byte) '/' : text[i];
        }
        return Base64.getDecoder().decode(text);
    }
}
