// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.tokens.StrictGenerator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/** Writes JSON trees. */
final class JsonPrinter {

    private JsonPrinter() {}

    /**
     * @param depth how deep in objects of others the value will stand: its lines are indented so
     * @throws CodecException if it is beyond the limits
     */
    static byte[] print(JsonValue value, Layout layout, int depth) {
        try {
            return StrictGenerator.write(layout, depth, generator -> write(value, generator));
        } catch (JacksonException e) {
            throw new CodecException(Kind.LIMIT, List.of(), "it is too deep or too long");
        }
    }

    private static void write(JsonValue value, JsonGenerator generator) {
        if (value instanceof JsonObject object) {
            writeObject(object, generator);
        } else if (value instanceof JsonArray array) {
            generator.writeStartArray();
            array.elements().forEach(element -> write(element, generator));
            generator.writeEndArray();
        } else if (value instanceof JsonString string) {
            generator.writeString(string.text());
        } else if (value instanceof JsonNumber number) {
            generator.writeNumber(number.lexeme());
        } else if (value instanceof JsonBoolean truth) {
            generator.writeBoolean(truth.truth());
        } else {
            generator.writeNull();
        }
    }

    private static void writeObject(JsonObject object, JsonGenerator generator) {
        generator.writeStartObject();
        for (Map.Entry<String, JsonValue> field : object.bare().entrySet()) {
            generator.writeName(field.getKey());
            write(field.getValue(), generator);
        }
        generator.writeEndObject();
    }
}
