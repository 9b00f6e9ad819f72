// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import dev.holdfast.state.Codec.Mode;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.tokens.StrictParser;
import dev.holdfast.state.tokens.TokenErrors;
import io.avaje.json.JsonReader;
import io.avaje.json.PropertyNames;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * What adapters read from: our tokens, and nothing taken for something else. It stands on the first token when it is made.
 */
final class TokenReader implements JsonReader {

    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

    private final StrictParser parser;
    private final Place place;
    private final Mode mode;

    /** Whether the parser stands on a value that is still to be read. */
    private boolean pending = true;

    /** Whether a {@link CheckedAdapter} is about to look at what comes of the next record. */
    private boolean admitted;

    TokenReader(StrictParser parser, Place place, Mode mode) {
        this.parser = parser;
        this.place = place;
        this.mode = mode;
    }

    Place place() {
        return place;
    }

    Mode mode() {
        return mode;
    }

    void admitRecord() {
        admitted = true;
    }

    /** The token that the value to be read begins with. */
    private JsonToken peek() {
        if (!pending) {
            next();
            pending = true;
        }
        return parser.currentToken();
    }

    private @Nullable JsonToken next() {
        if (pending) {
            throw new IllegalStateException("The adapter left a value unread");
        }
        return parser.nextToken();
    }

    /** Reads the token, if it is one of those. */
    private void take(JsonToken one, JsonToken other) {
        JsonToken token = peek();
        if (token != one && token != other) {
            throw mismatch();
        }
        pending = false;
    }

    private void take(JsonToken one) {
        take(one, one);
    }

    private CodecException mismatch() {
        return new CodecException(
                Kind.MISMATCH, place.path(), "it is of another kind" + TokenErrors.at(parser.currentTokenLocation()));
    }

    @Override
    public void beginArray() {
        take(JsonToken.START_ARRAY);
        place.enter(null);
    }

    @Override
    public boolean hasNextElement() {
        pending = next() != JsonToken.END_ARRAY;
        if (pending) {
            place.current().toElement();
        }
        return pending;
    }

    @Override
    public void endArray() {
        end(JsonToken.END_ARRAY);
    }

    @Override
    public void beginObject(PropertyNames names) {
        if (!admitted) {
            throw new IllegalStateException("The adapter is not one that was registered with the codecs");
        }
        begin((Names) names);
    }

    @Override
    public void beginObject() {
        begin(null);
    }

    private void begin(@Nullable Names names) {
        admitted = false;
        take(JsonToken.START_OBJECT);
        place.enter(names);
    }

    @Override
    public boolean hasNextField() {
        if (next() != JsonToken.PROPERTY_NAME) {
            return false;
        }
        place.current().toField(parser.currentName());
        return true;
    }

    @Override
    public String nextField() {
        return parser.currentName();
    }

    @Override
    public void endObject() {
        end(JsonToken.END_OBJECT);
    }

    private void end(JsonToken token) {
        if (pending || parser.currentToken() != token) {
            throw new IllegalStateException("The adapter left a value unread");
        }
        place.leave();
    }

    @Override
    public void unmappedField(String name) {
        place.current().skips();
        if (mode == Mode.EXACT) {
            List<String> path = place.path();
            throw new CodecException(
                    Kind.UNKNOWN,
                    path.size() == 1 ? List.of(name) : path, // further down it might be a key of what was a map
                    "it is of no use" + TokenErrors.at(parser.currentTokenLocation()));
        }
    }

    @Override
    public void skipValue() {
        peek();
        parser.skipChildren();
        pending = false;
    }

    @Override
    public boolean isNullValue() {
        boolean isNull = peek() == JsonToken.VALUE_NULL;
        pending = !isNull;
        return isNull;
    }

    @Override
    public boolean readBoolean() {
        take(JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE);
        return parser.getBooleanValue();
    }

    @Override
    public int readInt() {
        take(JsonToken.VALUE_NUMBER_INT);
        return parser.getIntValue();
    }

    @Override
    public long readLong() {
        take(JsonToken.VALUE_NUMBER_INT);
        return parser.getLongValue();
    }

    @Override
    public double readDouble() {
        if (peek() == JsonToken.VALUE_STRING && NOT_FINITE.contains(parser.getString())) {
            return Double.parseDouble(readString());
        }
        take(JsonToken.VALUE_NUMBER_INT, JsonToken.VALUE_NUMBER_FLOAT);
        return parser.getDoubleValue();
    }

    @Override
    public BigDecimal readDecimal() {
        take(JsonToken.VALUE_NUMBER_INT, JsonToken.VALUE_NUMBER_FLOAT);
        return parser.getDecimalValue();
    }

    @Override
    public BigInteger readBigInteger() {
        take(JsonToken.VALUE_NUMBER_INT);
        return parser.getBigIntegerValue();
    }

    @Override
    public String readString() {
        take(JsonToken.VALUE_STRING);
        return parser.getString();
    }

    @Override
    public byte[] readBinary() {
        take(JsonToken.VALUE_STRING);
        try {
            return parser.getBinaryValue();
        } catch (StreamReadException e) {
            throw mismatch();
        }
    }

    @Override
    public String readRaw() {
        peek();
        pending = false;
        return RawJson.read(parser);
    }

    @Override
    public Token currentToken() {
        return switch (peek()) {
            case START_OBJECT -> Token.BEGIN_OBJECT;
            case START_ARRAY -> Token.BEGIN_ARRAY;
            case VALUE_STRING -> Token.STRING;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Token.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Token.BOOLEAN;
            case VALUE_NULL -> Token.NULL;
            default -> throw new IllegalStateException("The adapter asked where no value is");
        };
    }

    @Override
    public String location() {
        return TokenErrors.at(parser.currentTokenLocation());
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(parser);
    }

    @Override
    public void close() {
        // the codec closes the parser
    }
}
