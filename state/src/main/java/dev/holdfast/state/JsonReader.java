// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.tokens.StrictParser;
import dev.holdfast.state.tokens.TokenErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** A strict reader of JSON trees that also tells where a value begins and ends. Used by one thread, once. */
final class JsonReader implements AutoCloseable {

    private final StrictParser parser;

    JsonReader(StrictParser parser) {
        this.parser = parser;
    }

    /** The only value of a text. */
    static JsonValue parse(Slice text) {
        try (JsonReader reader = new JsonReader(StrictParser.of(text.bytes(), text.offset(), text.length()))) {
            reader.next();
            JsonValue value = reader.value();
            reader.requireEnd();
            return value;
        }
    }

    /** The next token; null at the end. */
    @Nullable
    JsonToken next() {
        try {
            return parser.nextToken();
        } catch (JacksonException e) {
            throw translated(e);
        }
    }

    /** The name of the field that the current token names. */
    String name() {
        String name = parser.currentName();
        if (!JsonString.isWellFormed(name)) {
            throw halfOfAPair();
        }
        return name;
    }

    /** Where the current token begins, as an index into the array. */
    int tokenStart() {
        return parser.tokenStart();
    }

    /** Where reading stands, as an index into the array: right behind a value that was just read. */
    int position() {
        return parser.position();
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
            case VALUE_STRING -> text();
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
            fields.put(name, value());
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

    private String string() {
        try {
            return parser.getString();
        } catch (JacksonException e) {
            throw translated(e);
        }
    }

    /** A string of text that may not have been looked through yet. */
    private JsonString text() {
        try {
            return new JsonString(string());
        } catch (IllegalArgumentException e) {
            throw halfOfAPair();
        }
    }

    private CodecException halfOfAPair() {
        return malformed("a string has half of a surrogate pair");
    }

    private CodecException malformed(String why) {
        return new CodecException(Kind.MALFORMED, List.of(), why + TokenErrors.at(parser.currentLocation()));
    }

    private static CodecException translated(JacksonException e) {
        Kind kind = TokenErrors.unreadable(e);
        String why = kind == Kind.LIMIT ? "it is too deep or too long" : "a syntax error";
        return new CodecException(kind, List.of(), why + TokenErrors.at(e.getLocation()));
    }

    @Override
    public void close() {
        parser.close();
    }
}
