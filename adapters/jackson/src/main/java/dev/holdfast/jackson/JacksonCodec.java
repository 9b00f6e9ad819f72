// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import dev.holdfast.state.Codec;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** A codec by a strict mapper, over a tokenizer of its own with our limits. */
final class JacksonCodec<T> implements Codec<T> {

    private static final JsonFactory TOKENS = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonValue.MAX_DEPTH)
                    .maxStringLength(JsonValue.MAX_BYTES)
                    .maxNameLength(JsonValue.MAX_BYTES)
                    .maxNumberLength(JsonValue.MAX_NUMBER_LENGTH)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(JsonValue.MAX_DEPTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private final Class<T> type;
    private final ObjectReader exact;
    private final ObjectReader lenient;
    private final ObjectWriter writer;

    JacksonCodec(JsonMapper mapper, Class<T> type) {
        this.type = type;
        exact = mapper.readerFor(type);
        lenient = exact.without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        writer = mapper.writerFor(type);
    }

    @Override
    public byte[] encode(T value, Layout layout) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = TOKENS.createGenerator(Layouts.context(layout), out)) {
            writer.writeValue(new ReadableOutput(generator), value);
        } catch (JacksonException e) {
            throw Scrubbed.unwritable(e, type);
        }
        return out.toByteArray();
    }

    @Override
    public T decode(byte[] bytes, int offset, int length, Mode mode) {
        ObjectReader reader = mode == Mode.EXACT ? exact : lenient;
        try (JsonParser parser = TOKENS.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
            return Scrubbed.present(reader.readValue(parser));
        } catch (JacksonException e) {
            throw Scrubbed.unreadable(e, type);
        }
    }
}
