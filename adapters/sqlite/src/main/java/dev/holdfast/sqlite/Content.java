// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.InvalidNameException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is in the sealed part of a record: its keys and its group, each behind its length in two bytes, then the value.
 *
 * @param key1 the first key
 * @param key2 the second; empty in a table of single keys
 * @param group the hash of the group; empty if it is in none
 * @param value the value
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record Content(String key1, String key2, byte[] group, byte[] value) {

    /** No second key, no group. */
    static final byte[] NONE = new byte[0];

    /** The longest key, in bytes of UTF-8. */
    private static final int MAX_KEY_BYTES = 0xffff;

    private static final int HEAD_BYTES = 3 * Short.BYTES;

    /**
     * The bytes of a content to be.
     *
     * @param before how much room to leave before them
     * @param after and behind them
     */
    static byte[] write(int before, byte[] key1, byte[] key2, byte[] group, byte[] value, int after) {
        int length = HEAD_BYTES + key1.length + key2.length + group.length + value.length;
        ByteBuffer out = ByteBuffer.allocate(before + length + after).position(before);
        append(out, key1);
        append(out, key2);
        append(out, group);
        return out.put(value).array();
    }

    private static void append(ByteBuffer out, byte[] part) {
        out.putShort((short) part.length).put(part);
    }

    /**
     * The bytes of a key, of a group, or of a table's name.
     *
     * @throws InvalidNameException if it is too long, or not well-formed Unicode: two such texts could become the same bytes
     */
    static byte[] utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                i = pair(text, i);
            }
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_KEY_BYTES) {
            throw new InvalidNameException(
                    "it has " + utf8.length + " bytes of UTF-8, " + MAX_KEY_BYTES + " are allowed");
        }
        return utf8;
    }

    private static int pair(String text, int at) {
        if (at + 1 == text.length() || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
            throw new InvalidNameException("it has half of a surrogate pair");
        }
        return at + 1;
    }

    /** Of bytes that were sealed by us. */
    static Content parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        String key1 = text(bytes, in);
        String key2 = text(bytes, in);
        int length = length(in);
        byte[] group = Arrays.copyOfRange(bytes, in.position(), in.position() + length);
        return new Content(key1, key2, group, Arrays.copyOfRange(bytes, in.position() + length, bytes.length));
    }

    private static String text(byte[] bytes, ByteBuffer in) {
        int length = length(in);
        String text = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    /** The value alone. */
    static byte[] value(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (int part = 0; part < HEAD_BYTES / Short.BYTES; part++) {
            int length = length(in);
            in.position(in.position() + length);
        }
        return Arrays.copyOfRange(bytes, in.position(), bytes.length);
    }

    private static int length(ByteBuffer in) {
        return in.getShort() & 0xffff;
    }

    /** Nothing of it. */
    @Override
    public String toString() {
        return "Content[...]";
    }
}
