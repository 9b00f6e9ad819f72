// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.state.CodecException.Kind;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;

/** Writes JSON trees. */
final class JsonPrinter {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(JsonValue.MAX_DEPTH)
                    .build())
            .build();

    private JsonPrinter() {}

    /**
     * @param depth how deep in objects of others the value will stand: its lines are indented so
     * @throws CodecException if it is beyond the limits
     */
    static byte[] print(JsonValue value, Layout layout, int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(context(layout, depth), out)) {
            write(value, generator);
        } catch (JacksonException e) {
            throw new CodecException(Kind.LIMIT, List.of(), "it is too deep");
        }
        return out.toByteArray();
    }

    private static ObjectWriteContext context(Layout layout, int depth) {
        return layout == Layout.COMPACT ? ObjectWriteContext.empty() : new Pretty(depth);
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
        for (Map.Entry<String, JsonValue> field : object.fields().entrySet()) {
            generator.writeName(field.getKey());
            write(field.getValue(), generator);
        }
        generator.writeEndObject();
    }

    /** Hands the generator its pretty printer. */
    private static final class Pretty extends ObjectWriteContext.Base {

        private final PrettyPrinter printer;

        Pretty(int depth) {
            printer = new Indented(depth);
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    /** The layout of serde's pretty printer, which the seed uses. */
    private static final class Indented extends DefaultPrettyPrinter {

        private static final long serialVersionUID = 1L;
        private static final Separators SEPARATORS = Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

        Indented(int depth) {
            super(SEPARATORS);
            indentObjectsWith(INDENTER);
            indentArraysWith(INDENTER);
            _nesting = depth;
        }
    }
}
