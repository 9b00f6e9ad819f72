// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.state.CodecException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Writes an envelope: what describes the data first, the data last and as the codec wrote them. */
final class EnvelopeWriter {

    static final String VERSION = "version";
    static final String SEQUENCE = "sequence";
    static final String SAVED = "saved";
    static final String CHECKSUM = "checksum";
    static final String OLDEST_READER = "oldest_reader";
    static final String DATA = "data";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private EnvelopeWriter() {}

    /** @throws CodecException if it is too long to be read again */
    static byte[] write(Stamp stamp, long sequence, Instant saved, Slice data, Layout layout) {
        Line line = new Line(layout);
        line.field(VERSION, Long.toString(stamp.version()));
        line.field(SEQUENCE, Long.toString(sequence));
        line.field(SAVED, quoted(TIME.format(saved)));
        line.field(CHECKSUM, quoted(checksum(data)));
        stamp.oldestReader().ifPresent(oldest -> line.field(OLDEST_READER, Long.toString(oldest)));
        return joined(line.upTo(DATA), data, line.end());
    }

    /** The CRC-32C (RFC 3720, appendix B.4) of the data's bytes. */
    static String checksum(Slice data) {
        return "crc32c:" + HexFormat.of().toHexDigits(data.crc32c());
    }

    private static String quoted(String plain) {
        return '"' + plain + '"';
    }

    private static byte[] joined(String head, Slice data, String tail) {
        long length = (long) head.length() + data.length() + tail.length();
        if (length > JsonValue.MAX_BYTES) {
            throw new CodecException(Kind.LIMIT, List.of(), "it has " + length + " bytes");
        }
        return ByteBuffer.allocate((int) length)
                .put(head.getBytes(StandardCharsets.US_ASCII))
                .put(data.bytes(), data.offset(), data.length())
                .put(tail.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /** The fields before the data, in a layout. */
    private static final class Line {

        private final StringBuilder text = new StringBuilder("{");
        private final String before;
        private final String colon;
        private final String end;

        Line(Layout layout) {
            boolean pretty = layout == Layout.PRETTY;
            before = pretty ? "\n  " : "";
            colon = pretty ? ": " : ":";
            end = pretty ? "\n}\n" : "}";
        }

        void field(String name, String value) {
            text.append(upToValue(name)).append(value).append(',');
        }

        String upTo(String name) {
            return text + upToValue(name);
        }

        private String upToValue(String name) {
            return before + quoted(name) + colon;
        }

        String end() {
            return end;
        }
    }
}
