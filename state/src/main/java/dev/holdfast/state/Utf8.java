// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.state.CodecException.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Strict UTF-8: the JSON tokenizer lets some ill-formed sequences pass. */
final class Utf8 {

    private static final int BUFFER = 8192;

    private Utf8() {}

    /** The text behind a byte order mark, which some editors put before it. */
    static Slice withoutMark(Slice text) {
        boolean marked = text.length() >= 3
                && text.bytes()[text.offset()] == (byte) 0xEF
                && text.bytes()[text.offset() + 1] == (byte) 0xBB
                && text.bytes()[text.offset() + 2] == (byte) 0xBF;
        return marked ? new Slice(text.bytes(), text.offset() + 3, text.length() - 3) : text;
    }

    static String text(byte[] wellFormed) {
        return new String(wellFormed, StandardCharsets.UTF_8);
    }

    /** @throws CodecException if the bytes are not well-formed UTF-8 */
    static void requireWellFormed(Slice text) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(text.bytes(), text.offset(), text.length());
        CharBuffer out = CharBuffer.allocate(BUFFER);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        if (result.isError()) {
            throw new CodecException(
                    Kind.MALFORMED, List.of(), "it is not UTF-8 at byte " + (in.position() - text.offset()));
        }
    }
}
