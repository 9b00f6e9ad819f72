// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value as migrations and codecs see it: an immutable tree, compared by content. Numbers keep the text they were
 * written with, objects the order of their fields. {@code toString} tells the shape and never a value.
 *
 * <p>The limits below hold for whatever is parsed, and for whatever a document writes.
 */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /** How deep objects and arrays may nest. */
    int MAX_DEPTH = 200;

    /** The longest text, in bytes of UTF-8, and so the longest string: sealed, it still fits a blob of 64 MiB. */
    int MAX_BYTES = 63 << 20;

    /** The longest number, in characters. */
    int MAX_NUMBER_LENGTH = 1000;

    /**
     * A plain Java value as JSON: a String, Boolean, Number of the JDK, Map with String keys, Collection, Optional (an
     * empty one is {@code null}) or JsonValue, and any nesting of these. A double that is not finite becomes a string, as
     * {@link Codec} says.
     *
     * @throws IllegalArgumentException if it is of another type
     * @throws CodecException {@link CodecException.Kind#LIMIT} if a number is too long
     */
    static JsonValue of(Object value) {
        if (value instanceof JsonValue json) {
            return json;
        } else if (value instanceof String text) {
            return new JsonString(text);
        } else if (value instanceof Boolean truth) {
            return JsonBoolean.of(truth);
        } else if (value instanceof Number number) {
            return ofNumber(number);
        } else if (value instanceof Map<?, ?> map) {
            return JsonObject.ofMap(map);
        } else if (value instanceof Collection<?> elements) {
            return JsonArray.ofAll(elements);
        } else if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? of(optional.get()) : JsonNull.NULL;
        }
        throw new IllegalArgumentException("No JSON for a " + value.getClass().getName());
    }

    private static JsonValue ofNumber(Number number) {
        if (number instanceof Double || number instanceof Float) {
            String text = number.toString();
            return Double.isFinite(number.doubleValue()) ? new JsonNumber(text) : new JsonString(text);
        }
        if (number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger
                || number instanceof BigDecimal) {
            return new JsonNumber(number.toString());
        }
        throw new IllegalArgumentException("No JSON for a " + number.getClass().getName());
    }

    /**
     * Reads UTF-8 text that holds exactly one value. Refused are: anything after it, a field named twice in an object, half of a
     * surrogate pair, {@code NaN}, comments, and what goes beyond the limits.
     *
     * @throws CodecException {@link CodecException.Kind#MALFORMED} or {@link CodecException.Kind#LIMIT}
     */
    static JsonValue parse(byte[] utf8) {
        return JsonReader.parse(Slice.of(utf8));
    }

    /**
     * Writes the value as UTF-8.
     *
     * @throws CodecException {@link CodecException.Kind#LIMIT} if it goes beyond the limits
     */
    default byte[] print(Layout layout) {
        return JsonPrinter.print(this, layout, 0);
    }
}
