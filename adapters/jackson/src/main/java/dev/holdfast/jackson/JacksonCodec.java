// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import dev.holdfast.state.Codec;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.Layout;
import dev.holdfast.state.tokens.StrictGenerator;
import dev.holdfast.state.tokens.StrictParser;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** A codec by a strict mapper, over the tokenizer that all codecs share. */
final class JacksonCodec<T> implements Codec<T> {

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
        try {
            return StrictGenerator.write(layout, 1, generator -> writer.writeValue(generator, value));
        } catch (JacksonException e) {
            throw Scrubbed.unwritable(e, type);
        } catch (RuntimeException e) {
            throw Scrubbed.foreign(Kind.UNWRITABLE, e);
        }
    }

    @Override
    public T decode(byte[] bytes, int offset, int length, Mode mode) {
        ObjectReader reader = mode == Mode.EXACT ? exact : lenient;
        try (StrictParser parser = StrictParser.of(bytes, offset, length)) {
            parser.begin();
            T value = reader.readValue(parser);
            parser.requireEnd();
            return Scrubbed.present(value);
        } catch (CodecException e) {
            throw e;
        } catch (JacksonException e) {
            throw Scrubbed.unreadable(e, type);
        } catch (RuntimeException e) {
            throw Scrubbed.foreign(Kind.MISMATCH, e);
        }
    }
}
