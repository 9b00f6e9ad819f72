// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import java.nio.CharBuffer;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;

/**
 * A passphrase as the bytes that a key is made of: UTF-8 of its normalization form C, as RFC 8265 has it, so that it does
 * not matter whether a keyboard sends an accented letter as one character or as two. Nothing else is changed: case, width
 * and space count.
 */
final class Normalized {

    private Normalized() {}

    static SecretBytes utf8(SecretString passphrase) {
        char[] plain = passphrase.reveal();
        try {
            CharBuffer text = CharBuffer.wrap(plain);
            return Normalizer.isNormalized(text, Form.NFC) ? passphrase.utf8() : composed(text);
        } finally {
            Arrays.fill(plain, '\0');
        }
    }

    /** By way of a string, which nobody can overwrite: the platform offers no other. */
    private static SecretBytes composed(CharBuffer text) {
        try (SecretString composed = SecretString.copyOf(Normalizer.normalize(text, Form.NFC))) {
            return composed.utf8();
        }
    }
}
