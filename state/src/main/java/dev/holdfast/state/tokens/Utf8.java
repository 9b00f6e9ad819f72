// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state.tokens;

import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Strict UTF-8 (RFC 3629, section 4), and escapes that are halves of no surrogate pair: the JSON tokenizer lets some of
 * either pass.
 */
public final class Utf8 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = ONES << 7;
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

    /**
     * Makes sure that a text is well-formed.
     *
     * @throws CodecException {@link Kind#MALFORMED} with the number of the byte
     */
    public static void requireWellFormed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = plain(bytes, offset, end);
        while (i < end) {
            int step = step(bytes, i, end);
            if (step == 0) {
                String what = bytes[i] < 0 ? "it is not UTF-8" : "it has half of a surrogate pair";
                throw new CodecException(Kind.MALFORMED, List.of(), what + " at byte " + (i - offset));
            }
            i = plain(bytes, i + step, end);
        }
    }

    /** Where, from a place on, words that are not {@linkplain #isPlain plain} begin. */
    private static int plain(byte[] bytes, int from, int end) {
        int at = from;
        while (at <= end - Long.BYTES && isPlain((long) LONG.get(bytes, at))) {
            at += Long.BYTES;
        }
        return at;
    }

    /** Whether eight bytes are ASCII without a backslash, as in most text most are. */
    private static boolean isPlain(long word) {
        long different = word ^ BACKSLASHES;
        return ((word | ((different - ONES) & ~different)) & HIGHS) == 0;
    }

    /** The length of something well-formed that begins here; 0 if nothing does. */
    private static int step(byte[] bytes, int at, int end) {
        byte first = bytes[at];
        if (first < 0) {
            return sequence(bytes, at, end);
        } else if (first == '\\') {
            return escape(bytes, at, end);
        }
        return 1;
    }

    /** The length of the sequence of two bytes or more that begins here; 0 if it is ill-formed. */
    private static int sequence(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xFF;
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (lead < 0xC2 || lead > 0xF4 || at + length > end) {
            return 0;
        }
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        int second = bytes[at + 1] & 0xFF;
        boolean wellFormed = second >= least && second <= most;
        for (int i = at + 2; i < at + length; i++) {
            wellFormed &= (bytes[i] & 0xC0) == 0x80;
        }
        return wellFormed ? length : 0;
    }

    /** The length of the escape, or pair of them, that begins here; 0 for half of a pair. */
    private static int escape(byte[] bytes, int at, int end) {
        int unit = unit(bytes, at, end);
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            return 2;
        }
        int next = unit(bytes, at + ESCAPE, end);
        boolean paired = unit <= Character.MAX_HIGH_SURROGATE
                && next >= Character.MIN_LOW_SURROGATE
                && next <= Character.MAX_LOW_SURROGATE;
        return paired ? 2 * ESCAPE : 0;
    }

    /** The UTF-16 unit that is escaped here; negative if none is, or none that the tokenizer will let pass. */
    private static int unit(byte[] bytes, int at, int end) {
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
}
