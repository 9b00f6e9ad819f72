// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonDataException;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adapters instead of avaje's: theirs make null of an Optional that was written empty, and read neither a float that is
 * not finite nor null for bytes.
 */
final class OwnAdapters {

    private OwnAdapters() {}

    /** The adapter for a type; null if avaje's will do. */
    static @Nullable JsonAdapter<?> create(Type type, Jsonb jsonb) {
        if (type == float.class) {
            return FLOAT;
        } else if (type == Float.class) {
            return FLOAT.nullSafe();
        } else if (type == OptionalInt.class) {
            return INT;
        } else if (type == OptionalLong.class) {
            return LONG;
        } else if (type == OptionalDouble.class) {
            return DOUBLE;
        } else if (type instanceof GenericArrayType array && array.getGenericComponentType() == byte.class) {
            return BYTES;
        }
        return Types.isGenericTypeOf(type, Optional.class)
                ? optional(jsonb.adapter(Types.typeArguments(type)[0]))
                : null;
    }

    private static final JsonAdapter<Float> FLOAT = adapter(
            reader -> {
                double read = reader.readDouble();
                float value = (float) read;
                if (Float.isInfinite(value) && !Double.isInfinite(read)) {
                    throw new JsonDataException("Beyond a float");
                }
                return value;
            },
            (writer, value) -> writer.value(Double.parseDouble(Float.toString(value))));

    private static final JsonAdapter<OptionalInt> INT = adapter(
            reader -> reader.isNullValue() ? OptionalInt.empty() : OptionalInt.of(reader.readInt()),
            (writer, value) -> value.ifPresentOrElse(writer::value, writer::nullValue));

    private static final JsonAdapter<OptionalLong> LONG = adapter(
            reader -> reader.isNullValue() ? OptionalLong.empty() : OptionalLong.of(reader.readLong()),
            (writer, value) -> value.ifPresentOrElse(writer::value, writer::nullValue));

    private static final JsonAdapter<OptionalDouble> DOUBLE = adapter(
            reader -> reader.isNullValue() ? OptionalDouble.empty() : OptionalDouble.of(reader.readDouble()),
            (writer, value) -> value.ifPresentOrElse(writer::value, writer::nullValue));

    private static final JsonAdapter<byte[]> BYTES = OwnAdapters.<byte[]>adapter(
                    JsonReader::readBinary, JsonWriter::value)
            .nullSafe();

    private static <T> JsonAdapter<Optional<T>> optional(JsonAdapter<T> element) {
        JsonAdapter<T> nullable = element.nullSafe();
        return adapter(
                reader -> Optional.ofNullable(nullable.fromJson(reader)),
                (writer, value) -> value.ifPresentOrElse(it -> nullable.toJson(writer, it), writer::nullValue));
    }

    private static <T> JsonAdapter<T> adapter(Function<JsonReader, T> read, BiConsumer<JsonWriter, T> write) {
        return new JsonAdapter<>() {
            @Override
            public T fromJson(JsonReader reader) {
                return read.apply(reader);
            }

            @Override
            public void toJson(JsonWriter writer, T value) {
                write.accept(writer, value);
            }
        };
    }
}
