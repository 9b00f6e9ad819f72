// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import dev.holdfast.state.Codec;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.Layout;
import dev.holdfast.state.tokens.StrictGenerator;
import dev.holdfast.state.tokens.StrictParser;
import dev.holdfast.state.tokens.TokenErrors;
import io.avaje.json.JsonAdapter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A codec by a generated adapter, over the tokenizer that all codecs share. */
record AvajeCodec<T>(JsonAdapter<T> adapter) implements Codec<T> {

    @Override
    public byte[] encode(T value, Layout layout) {
        Place place = new Place();
        try {
            return StrictGenerator.write(
                    layout, 1, generator -> adapter.toJson(TokenWriter.whole(generator, place), value));
        } catch (JacksonException e) {
            throw new CodecException(TokenErrors.unwritable(e), place.path(), "a " + name(e));
        } catch (RuntimeException e) {
            throw new CodecException(Kind.UNWRITABLE, place.path(), "its adapter threw a " + name(e));
        }
    }

    @Override
    public T decode(byte[] bytes, int offset, int length, Mode mode) {
        Place place = new Place();
        try (StrictParser parser = StrictParser.of(bytes, offset, length)) {
            parser.begin();
            T value = adapter.fromJson(new TokenReader(parser, place, mode));
            parser.requireEnd();
            return present(value);
        } catch (CodecException e) {
            throw e;
        } catch (JacksonException e) {
            throw new CodecException(
                    TokenErrors.unreadable(e), place.path(), "a " + name(e) + TokenErrors.at(e.getLocation()));
        } catch (RuntimeException e) {
            throw new CodecException(Kind.MISMATCH, place.path(), "its adapter threw a " + name(e));
        }
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new CodecException(Kind.MISMATCH, List.of(), "it is null");
        }
        return value;
    }

    /** Of what was thrown only the class: its text may quote the data. */
    static String name(RuntimeException e) {
        return e.getClass().getSimpleName();
    }
}
