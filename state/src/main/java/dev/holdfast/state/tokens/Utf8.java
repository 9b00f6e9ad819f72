// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state.tokens;

import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Strict UTF-8, and escapes that are halves of no surrogate pair: the JSON tokenizer lets some of either pass. */
public final class Utf8 {

    private static final int BUFFER = 8192;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = ONES * 0x80;
    private static final long BACKSLASHES = ONES * '\\';
    private static final int ESCAPE = "\\uXXXX".length();

    private Utf8() {}

    /** The length of a byte order mark, which some editors put before a text. */
    static int lengthOfMark(byte[] bytes, int offset, int length) {
        boolean marked = length >= 3
                && bytes[offset] == (byte) 0xEF
                && bytes[offset + 1] == (byte) 0xBB
                && bytes[offset + 2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }

    /** @throws CodecException {@link Kind#MALFORMED} with the number of the byte */
    public static void requireWellFormed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int from = plain(bytes, offset, end);
        if (from < end) {
            requireUtf8(bytes, offset, from, end);
            requirePairs(bytes, offset, from, end);
        }
    }

    /** The first byte, give or take seven, that is a backslash or no ASCII; eight at a time, as most text has none. */
    private static int plain(byte[] bytes, int offset, int end) {
        int i = offset;
        while (i <= end - Long.BYTES) {
            long word = (long) LONG.get(bytes, i);
            long different = word ^ BACKSLASHES;
            if (((word | ((different - ONES) & ~different)) & HIGHS) != 0) {
                return i;
            }
            i += Long.BYTES;
        }
        return i;
    }

    private static void requireUtf8(byte[] bytes, int offset, int from, int end) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, end - from);
        CharBuffer out = CharBuffer.allocate(BUFFER);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        if (result.isError()) {
            throw malformed("it is not UTF-8", in.position() - offset);
        }
    }

    private static void requirePairs(byte[] bytes, int offset, int from, int end) {
        int i = from;
        while (i < end) {
            if (bytes[i] != '\\') {
                i++;
                continue;
            }
            int unit = escaped(bytes, i, end);
            boolean paired = unit >= 0 && Character.isHighSurrogate((char) unit);
            if (unit >= 0
                    && Character.isSurrogate((char) unit)
                    && !(paired && isLow(escaped(bytes, i + ESCAPE, end)))) {
                throw malformed("it has half of a surrogate pair", i - offset);
            }
            i += paired ? 2 * ESCAPE : 2;
        }
    }

    private static boolean isLow(int unit) {
        return unit >= 0 && Character.isLowSurrogate((char) unit);
    }

    /** The UTF-16 unit that is escaped here; negative if none is, or none that the tokenizer will let pass. */
    private static int escaped(byte[] bytes, int at, int end) {
        if (at + ESCAPE > end || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static CodecException malformed(String why, int position) {
        return new CodecException(Kind.MALFORMED, List.of(), why + " at byte " + position);
    }
}
