// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state.tokens;

import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Reads JSON as RFC 8259 has it, within the limits of {@link JsonValue}: no field twice in an object, no number that is
 * infinite as a double. Used by one thread.
 */
public final class StrictParser extends JsonParserDelegate {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonValue.MAX_DEPTH)
                    .maxStringLength(JsonValue.MAX_BYTES)
                    .maxNameLength(JsonValue.MAX_BYTES)
                    .maxNumberLength(JsonValue.MAX_NUMBER_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private final int start;

    private StrictParser(JsonParser tokens, int start) {
        super(tokens);
        this.start = start;
    }

    /**
     * A parser of text that is looked through first; a byte order mark is passed over.
     *
     * @throws CodecException {@link Kind#LIMIT} if it is too long, {@link Kind#MALFORMED} if it is not Unicode
     */
    public static StrictParser of(byte[] bytes, int offset, int length) {
        StrictParser parser = unproven(bytes, offset, length);
        Utf8.requireWellFormed(bytes, offset, length);
        return parser;
    }

    /**
     * A parser of text that {@link Utf8#requireWellFormed} was not asked about.
     *
     * @throws CodecException {@link Kind#LIMIT} if it is too long
     */
    public static StrictParser unproven(byte[] bytes, int offset, int length) {
        if (length > JsonValue.MAX_BYTES) {
            throw new CodecException(Kind.LIMIT, List.of(), "it has " + length + " bytes");
        }
        int mark = Utf8.lengthOfMark(bytes, offset, length);
        return new StrictParser(
                FACTORY.createParser(ObjectReadContext.empty(), bytes, offset + mark, length - mark), offset + mark);
    }

    /** Where the current token begins, as an index into the array. */
    public int tokenStart() {
        return start + (int) currentTokenLocation().getByteOffset();
    }

    /** Where reading stands, as an index into the array: right behind a value that was just read. */
    public int position() {
        return start + (int) currentLocation().getByteOffset();
    }

    /**
     * Goes to the first token.
     *
     * @throws StreamReadException if there is none
     */
    public void begin() {
        if (nextToken() == null) {
            throw new StreamReadException(this, "It is empty");
        }
    }

    /**
     * Makes sure that this was all.
     *
     * @throws StreamReadException if anything follows
     */
    public void requireEnd() {
        if (nextToken() != null) {
            throw new StreamReadException(this, "Something follows the value");
        }
    }

    @Override
    public double getDoubleValue() throws JacksonException {
        double value = super.getDoubleValue();
        requireFinite(value, double.class);
        return value;
    }

    @Override
    public float getFloatValue() throws JacksonException {
        float value = super.getFloatValue();
        requireFinite(value, float.class);
        return value;
    }

    @Override
    public Number getNumberValue() throws JacksonException {
        Number value = super.getNumberValue();
        if (value instanceof Double number) {
            requireFinite(number, double.class);
        }
        return value;
    }

    @Override
    public BigDecimal getDecimalValue() throws JacksonException {
        try {
            return super.getDecimalValue();
        } catch (StreamReadException e) {
            throw beyond(BigDecimal.class);
        }
    }

    private void requireFinite(double value, Class<?> type) {
        if (Double.isInfinite(value)) {
            throw beyond(type);
        }
    }

    private InputCoercionException beyond(Class<?> type) {
        return new InputCoercionException(this, "Beyond the type's range", JsonToken.VALUE_NUMBER_FLOAT, type);
    }
}
