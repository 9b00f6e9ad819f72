// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.state.CodecException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** A strict reader of JSON trees that also tells where a value begins and ends. Used by one thread, once. */
final class JsonReader implements AutoCloseable {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonValue.MAX_DEPTH)
                    .maxStringLength(JsonValue.MAX_BYTES)
                    .maxNameLength(JsonValue.MAX_BYTES)
                    .maxNumberLength(JsonValue.MAX_NUMBER_LENGTH)
                    .build())
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    /** What reads tokens; its errors are translated. */
    private interface Step<V> {
        V run() throws JacksonException;
    }

    private final Slice text;
    private final JsonParser parser;

    /** @throws CodecException if the text is too long */
    JsonReader(Slice text) {
        if (text.length() > JsonValue.MAX_BYTES) {
            throw new CodecException(Kind.LIMIT, List.of(), "it has " + text.length() + " bytes");
        }
        Slice json = Utf8.withoutMark(text);
        this.text = json;
        this.parser = translating(
                () -> FACTORY.createParser(ObjectReadContext.empty(), json.bytes(), json.offset(), json.length()));
    }

    /** The only value of a text. */
    static JsonValue parse(Slice text) {
        Utf8.requireWellFormed(text);
        try (JsonReader reader = new JsonReader(text)) {
            reader.next();
            JsonValue value = reader.value();
            reader.requireEnd();
            return value;
        }
    }

    /** The next token; null at the end. */
    @Nullable
    JsonToken next() {
        return translating(parser::nextToken);
    }

    /** The name of the field that the current token names. */
    String name() {
        return wellFormed(translating(parser::currentName));
    }

    /** Where the current token begins, as an index into the array. */
    int tokenStart() {
        return text.offset() + (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Where reading stands, as an index into the array: right behind a value that was just read. */
    int position() {
        return text.offset() + (int) parser.currentLocation().getByteOffset();
    }

    /** @throws CodecException if anything follows */
    void requireEnd() {
        if (next() != null) {
            throw malformed("something follows the value");
        }
    }

    /** The value that begins with the current token. */
    JsonValue value() {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw malformed("it is empty");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> new JsonString(wellFormed(string()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(string());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw malformed("a value is missing");
        };
    }

    private JsonObject object() {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (next() != JsonToken.END_OBJECT) {
            String name = name();
            next();
            requireFirst(fields.put(name, value()) == null);
        }
        return JsonObject.owning(fields);
    }

    private JsonArray array() {
        List<JsonValue> elements = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            elements.add(value());
        }
        return new JsonArray(elements);
    }

    /** @throws CodecException if a field of this name was there before */
    void requireFirst(boolean first) {
        if (!first) {
            throw malformed("a field is named twice");
        }
    }

    private String string() {
        return translating(parser::getString);
    }

    private String wellFormed(String string) {
        if (!JsonString.isWellFormed(string)) {
            throw malformed("a string has half of a surrogate pair");
        }
        return string;
    }

    CodecException malformed(String why) {
        return new CodecException(Kind.MALFORMED, List.of(), why + at(parser.currentLocation()));
    }

    private static <V> V translating(Step<V> step) {
        try {
            return step.run();
        } catch (StreamConstraintsException e) {
            throw new CodecException(Kind.LIMIT, List.of(), "it is too deep or too long" + at(e.getLocation()));
        } catch (JacksonException e) {
            throw new CodecException(Kind.MALFORMED, List.of(), "a syntax error" + at(e.getLocation()));
        }
    }

    private static String at(@Nullable TokenStreamLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    @Override
    public void close() {
        parser.close();
    }
}
