// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import io.avaje.json.JsonWriter;
import io.avaje.json.PropertyNames;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What adapters write to: our tokens, with nulls and empty values. */
final class TokenWriter implements JsonWriter {

    private final JsonGenerator generator;
    private final Place place;
    private final boolean outline;

    private TokenWriter(JsonGenerator generator, Place place, boolean outline) {
        this.generator = generator;
        this.place = place;
        this.outline = outline;
    }

    /** For a whole value. */
    static TokenWriter whole(JsonGenerator generator, Place place) {
        return new TokenWriter(generator, place, false);
    }

    /** For one record; those in it are not gone into. */
    static TokenWriter outline(JsonGenerator generator, Place place) {
        return new TokenWriter(generator, place, true);
    }

    boolean isOutline() {
        return outline;
    }

    @Override
    public void beginArray() {
        generator.writeStartArray();
        place.enter(null).toElement();
    }

    @Override
    public void endArray() {
        generator.writeEndArray();
        place.leave();
    }

    @Override
    public void emptyArray() {
        beginArray();
        endArray();
    }

    @Override
    public void beginObject() {
        begin(null);
    }

    @Override
    public void beginObject(PropertyNames names) {
        begin((Names) names);
    }

    private void begin(@Nullable Names names) {
        generator.writeStartObject();
        place.enter(names);
    }

    @Override
    public void endObject() {
        generator.writeEndObject();
        place.leave();
    }

    @Override
    public void name(int number) {
        Names names = place.current().names();
        if (names == null) {
            throw new IllegalStateException("The adapter began this object without names");
        }
        place.current().toComponent(number);
        generator.writeName(names.encoded(number));
    }

    @Override
    public void name(String name) {
        place.current().toField(name);
        generator.writeName(name);
    }

    @Override
    public void allNames(PropertyNames names) {
        throw new IllegalStateException("There are no views of what is stored");
    }

    @Override
    public void nullValue() {
        generator.writeNull();
    }

    @Override
    public void value(@Nullable String value) {
        generator.writeString(value);
    }

    @Override
    public void value(boolean value) {
        generator.writeBoolean(value);
    }

    @Override
    public void value(int value) {
        generator.writeNumber(value);
    }

    @Override
    public void value(long value) {
        generator.writeNumber(value);
    }

    @Override
    public void value(double value) {
        generator.writeNumber(value);
    }

    @Override
    public void value(@Nullable Boolean value) {
        jsonValue(value);
    }

    @Override
    public void value(@Nullable Integer value) {
        jsonValue(value);
    }

    @Override
    public void value(@Nullable Long value) {
        jsonValue(value);
    }

    @Override
    public void value(@Nullable Double value) {
        jsonValue(value);
    }

    @Override
    public void value(@Nullable BigDecimal value) {
        generator.writeNumber(value);
    }

    @Override
    public void value(@Nullable BigInteger value) {
        generator.writeNumber(value);
    }

    @Override
    public void value(byte @Nullable [] value) {
        jsonValue(value);
    }

    @Override
    public void jsonValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            beginObject();
            map.forEach((key, element) -> {
                name((String) key);
                jsonValue(element);
            });
            endObject();
        } else if (value instanceof Collection<?> elements) {
            beginArray();
            elements.forEach(this::jsonValue);
            endArray();
        } else {
            scalar(value);
        }
    }

    private void scalar(@Nullable Object value) {
        if (value == null) {
            nullValue();
        } else if (value instanceof String text) {
            value(text);
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            value(number);
        } else if (value instanceof BigInteger number) {
            value(number);
        } else if (value instanceof byte[] bytes) {
            generator.writeBinary(bytes);
        } else {
            throw new IllegalArgumentException(
                    "No JSON for a " + value.getClass().getName());
        }
    }

    @Override
    public void rawValue(@Nullable String json) {
        if (json == null) {
            nullValue();
        } else {
            RawJson.write(json, generator);
        }
    }

    @Override
    public void rawChunkStart() {
        throw noChunks();
    }

    @Override
    public void rawChunk(char value) {
        throw noChunks();
    }

    @Override
    public void rawChunk(String value) {
        throw noChunks();
    }

    @Override
    public void rawChunkEncode(String value) {
        throw noChunks();
    }

    @Override
    public void rawChunkEnd() {
        throw noChunks();
    }

    private static IllegalStateException noChunks() {
        return new IllegalStateException("Raw JSON is written whole");
    }

    @Override
    public void serializeNulls(boolean ignored) {
        // always
    }

    @Override
    public boolean serializeNulls() {
        return true;
    }

    @Override
    public void serializeEmpty(boolean ignored) {
        // always
    }

    @Override
    public boolean serializeEmpty() {
        return true;
    }

    @Override
    public void pretty(boolean ignored) {
        // the codec was told the layout
    }

    @Override
    public String path() {
        return String.join(".", place.path());
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(generator);
    }

    @Override
    public void writeNewLine() {
        // the layout has them
    }

    @Override
    public void flush() {
        // the codec takes it all at once
    }

    @Override
    public void close() {
        // the codec closes the generator
    }

    @Override
    public void markIncomplete() {
        // an exception follows
    }
}
