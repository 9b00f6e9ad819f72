// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a search looks for: one form in which a text can lie in a file.
 *
 * @param form the encoding
 * @param bytes the bytes, one a character
 */
record Needle(String form, String bytes) {

    private static final int BITS_OF_BYTE = 8;
    private static final int BITS_OF_DIGIT = 6;

    /** A text in UTF-8, in UTF-16, and in base64 at each of the three places where it can begin in a group of bytes. */
    static List<Needle> of(String text) {
        List<Needle> needles = new ArrayList<>();
        needles.add(plain("plain", text, StandardCharsets.UTF_8));
        needles.add(plain("UTF-16", text, StandardCharsets.UTF_16LE));
        needles.add(plain("UTF-16", text, StandardCharsets.UTF_16BE));
        for (int offset = 0; offset < 3; offset++) {
            needles.add(new Needle("base64", base64(text.getBytes(StandardCharsets.UTF_8), offset)));
        }
        return needles;
    }

    private static Needle plain(String form, String text, Charset charset) {
        return new Needle(form, latin(text.getBytes(charset)));
    }

    /** The digits that depend on the text alone, when {@code offset} other bytes are before it. */
    private static String base64(byte[] text, int offset) {
        byte[] shifted = new byte[offset + text.length];
        System.arraycopy(text, 0, shifted, offset, text.length);
        String digits = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int first = (offset * BITS_OF_BYTE + BITS_OF_DIGIT - 1) / BITS_OF_DIGIT;
        return digits.substring(first, shifted.length * BITS_OF_BYTE / BITS_OF_DIGIT);
    }

    boolean isIn(byte[] content) {
        return latin(content).contains(bytes);
    }

    private static String latin(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    /** The form alone. */
    @Override
    public String toString() {
        return "Needle[" + form + "]";
    }
}
