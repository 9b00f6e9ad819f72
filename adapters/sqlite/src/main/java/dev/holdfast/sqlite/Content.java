// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.InvalidNameException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is in the sealed part of a record: its keys, each behind its length in two bytes, then the value. A second key that
 * is not there has the length {@value #NONE}.
 *
 * @param key1 the first key
 * @param key2 the second; of no meaning in a table of single keys
 * @param value the value
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record Content(String key1, String key2, byte[] value) {

    /** The longest key, in bytes of UTF-8. */
    static final int MAX_KEY_BYTES = 0xfffe;

    private static final int NONE = 0xffff;

    static byte[] of(String key1, byte[] value) {
        byte[] first = key(key1);
        ByteBuffer out = ByteBuffer.allocate(2 * Short.BYTES + first.length + value.length);
        return append(out, first).putShort((short) NONE).put(value).array();
    }

    static byte[] of(String key1, String key2, byte[] value) {
        byte[] first = key(key1);
        byte[] second = key(key2);
        ByteBuffer out = ByteBuffer.allocate(2 * Short.BYTES + first.length + second.length + value.length);
        return append(append(out, first), second).put(value).array();
    }

    private static ByteBuffer append(ByteBuffer out, byte[] key) {
        return out.putShort((short) key.length).put(key);
    }

    private static byte[] key(String key) {
        byte[] utf8 = KeyHash.utf8(key);
        if (utf8.length > MAX_KEY_BYTES) {
            throw new InvalidNameException("it has " + utf8.length + " bytes of UTF-8, " + MAX_KEY_BYTES + " are allowed");
        }
        return utf8;
    }

    static Content parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Content(next(in), next(in), Arrays.copyOfRange(bytes, in.position(), bytes.length));
    }

    /** The value alone. */
    static byte[] value(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        skip(in);
        skip(in);
        return Arrays.copyOfRange(bytes, in.position(), bytes.length);
    }

    private static String next(ByteBuffer in) {
        int length = length(in);
        int start = in.position();
        in.position(start + length);
        return new String(in.array(), start, length, StandardCharsets.UTF_8);
    }

    private static void skip(ByteBuffer in) {
        int length = length(in);
        in.position(in.position() + length);
    }

    private static int length(ByteBuffer in) {
        int length = in.getShort() & 0xffff;
        return length == NONE ? 0 : length;
    }

    /** Nothing of it. */
    @Override
    public String toString() {
        return "Content[...]";
    }
}
