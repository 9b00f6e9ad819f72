// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state.tokens;

import dev.holdfast.state.JsonString;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonGeneratorDelegate;

/** Writes nothing that {@link StrictParser} would refuse. A number that is not finite becomes a string. */
public final class StrictGenerator extends JsonGeneratorDelegate {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(JsonValue.MAX_DEPTH)
                    .build())
            .build();

    private StrictGenerator(JsonGenerator tokens) {
        super(tokens, false);
    }

    /**
     * What is written to a generator, as UTF-8.
     *
     * @param depth how deep in objects of others the value will stand: its lines are indented so
     * @throws JacksonException a StreamConstraintsException if it is too deep or too long
     */
    public static byte[] write(Layout layout, int depth, Consumer<? super JsonGenerator> content) {
        ByteArrayOutputStream out = new Bounded();
        try (JsonGenerator tokens = FACTORY.createGenerator(context(layout, depth), out)) {
            content.accept(new StrictGenerator(tokens));
        }
        return out.toByteArray();
    }

    private static ObjectWriteContext context(Layout layout, int depth) {
        return layout == Layout.COMPACT ? ObjectWriteContext.empty() : new Pretty(depth);
    }

    @Override
    public JsonGenerator writeName(String name) {
        requireWellFormed(name);
        return super.writeName(name);
    }

    @Override
    public JsonGenerator writeString(String text) {
        requireWellFormed(text);
        return super.writeString(text);
    }

    @Override
    public JsonGenerator writeNumber(BigInteger number) {
        requireShort(number);
        return super.writeNumber(number);
    }

    @Override
    public JsonGenerator writeNumber(BigDecimal number) {
        requireShort(number);
        return super.writeNumber(number);
    }

    private void requireWellFormed(String text) {
        if (!JsonString.isWellFormed(text)) {
            throw new StreamWriteException(this, "Half of a surrogate pair");
        }
    }

    private static void requireShort(Number number) {
        if (number.toString().length() > JsonValue.MAX_NUMBER_LENGTH) {
            throw new StreamConstraintsException("A number is too long");
        }
    }

    /** Takes no more than may be read again. */
    private static final class Bounded extends ByteArrayOutputStream {

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (length > JsonValue.MAX_BYTES - count) {
                throw new StreamConstraintsException("It is too long");
            }
            super.write(bytes, offset, length);
        }
    }
}
