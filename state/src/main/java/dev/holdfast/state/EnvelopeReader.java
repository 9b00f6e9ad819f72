// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.tokens.StrictParser;
import dev.holdfast.state.tokens.Utf8;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads an envelope. Where its checksum stands before the data and matches all that follows, the data are not looked at:
 * the codec is the first to parse them. Otherwise the whole text is parsed strictly.
 */
final class EnvelopeReader {

    private final Slice text;
    private final JsonReader reader;
    private final Map<String, JsonValue> fields = new LinkedHashMap<>();
    private @Nullable Slice data;
    private boolean parsed;

    private EnvelopeReader(Slice text, JsonReader reader) {
        this.text = text;
        this.reader = reader;
    }

    /** @throws CodecException malformed, beyond the limits, or {@link Kind#MISMATCH} if it is no envelope */
    static Envelope read(byte[] stored) {
        Slice text = Slice.of(stored);
        try (JsonReader reader = new JsonReader(StrictParser.unproven(stored, 0, stored.length))) {
            return new EnvelopeReader(text, reader).read();
        }
    }

    private Envelope read() {
        if (reader.next() != JsonToken.START_OBJECT) {
            return noEnvelope(reader.value());
        }
        while (!isWhole() && reader.next() != JsonToken.END_OBJECT) {
            readField();
        }
        if (!isWhole()) {
            reader.requireEnd();
            Utf8.requireWellFormed(text.bytes(), text.offset(), text.length());
        }
        return envelope();
    }

    /** A whole text that is no object is JSON all the same. */
    private Envelope noEnvelope(JsonValue read) {
        reader.requireEnd();
        throw new CodecException(Kind.MISMATCH, List.of(), "it is no envelope: " + read);
    }

    private boolean isWhole() {
        return data != null && !parsed;
    }

    private void readField() {
        String name = reader.name();
        reader.next();
        boolean isData = name.equals(EnvelopeWriter.DATA);
        int start = reader.tokenStart();
        if (isData && matchesUpToTheEnd(start)) {
            return;
        }
        fields.put(name, reader.value());
        if (isData) {
            data = new Slice(text.bytes(), start, reader.position() - start);
            parsed = true;
        }
    }

    /** Takes everything but the closing brace for the data, if the checksum says so. */
    private boolean matchesUpToTheEnd(int start) {
        int end = trimmed(text.end());
        if (end <= start || text.bytes()[end - 1] != '}') {
            return false;
        }
        Slice rest = new Slice(text.bytes(), start, trimmed(end - 1) - start);
        boolean matches = matches(rest) && !fields.containsKey(EnvelopeWriter.DATA);
        data = matches ? rest : data;
        return matches;
    }

    private int trimmed(int end) {
        int last = end;
        while (last > text.offset() && " \t\r\n".indexOf(text.bytes()[last - 1]) >= 0) {
            last--;
        }
        return last;
    }

    private boolean matches(Slice candidate) {
        return candidate.length() > 0
                && fields.get(EnvelopeWriter.CHECKSUM) instanceof JsonString stored
                && stored.text().equals(EnvelopeWriter.checksum(candidate));
    }

    private Envelope envelope() {
        if (data == null) {
            throw new CodecException(Kind.MISMATCH, List.of(), "it is no envelope: it has no data");
        }
        return new Envelope(
                new Stamp(version(), oldestReader()),
                number(EnvelopeWriter.SEQUENCE).filter(it -> it >= 0).orElse(0L),
                time(),
                isWhole() || matches(data),
                data,
                Optional.ofNullable(fields.get(EnvelopeWriter.DATA)));
    }

    private long version() {
        return number(EnvelopeWriter.VERSION)
                .orElseThrow(() ->
                        new CodecException(Kind.MISMATCH, List.of(), "it is no envelope: it has no version number"));
    }

    private OptionalLong oldestReader() {
        return number(EnvelopeWriter.OLDEST_READER)
                .filter(it -> it >= 1)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    private Optional<Long> number(String name) {
        try {
            return fields.get(name) instanceof JsonNumber number ? Optional.of(number.longValue()) : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private Optional<String> time() {
        return fields.get(EnvelopeWriter.SAVED) instanceof JsonString time
                ? Optional.of(time.text())
                : Optional.empty();
    }
}
