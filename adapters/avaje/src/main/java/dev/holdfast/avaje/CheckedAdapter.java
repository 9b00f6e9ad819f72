// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import dev.holdfast.state.Codec.Mode;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.Layout;
import dev.holdfast.state.tokens.StrictGenerator;
import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Finds the components that data lack: a generated adapter makes zeros and nulls of them. It knows the names that it may
 * write, but of some it makes no use, such as those of the other records of a sealed interface. So where names are not in
 * the data, the value is written once more, and what it writes should have been there.
 */
final class CheckedAdapter<T> implements JsonAdapter<T> {

    private final JsonAdapter<T> adapter;

    CheckedAdapter(JsonAdapter<T> adapter) {
        this.adapter = adapter;
    }

    @Override
    public void toJson(JsonWriter writer, T value) {
        if (writer instanceof TokenWriter tokens && tokens.isOutline()) {
            writer.nullValue();
        } else {
            adapter.toJson(writer, value);
        }
    }

    @Override
    public T fromJson(JsonReader reader) {
        return reader instanceof TokenReader tokens ? checked(tokens) : adapter.fromJson(reader);
    }

    private T checked(TokenReader tokens) {
        Frame around = tokens.place().innermost();
        tokens.place().forget();
        tokens.admitRecord();
        T value = read(tokens, around);
        Frame read = tokens.place().leftIn(around);
        if (read != null && !read.isComplete()) {
            requireComplete(read, written(value), tokens);
        }
        return value;
    }

    /** A type that cannot do without a component throws whatever it likes. */
    private T read(TokenReader tokens, @Nullable Frame around) {
        try {
            return adapter.fromJson(tokens);
        } catch (CodecException | JacksonException e) {
            throw e;
        } catch (RuntimeException e) {
            Frame read = tokens.place().leftIn(around);
            Optional<String> missing = read == null ? Optional.empty() : read.lacks();
            if (read != null && missing.isPresent()) {
                throw missing(read, missing.get(), tokens.place(), ", and its adapter threw a " + AvajeCodec.name(e));
            }
            throw e;
        }
    }

    /** The object that the value would be, but for what is in it. */
    private @Nullable Frame written(T value) {
        Place place = new Place();
        StrictGenerator.write(
                Layout.COMPACT, 0, generator -> adapter.toJson(TokenWriter.outline(generator, place), value));
        return place.leftIn(null);
    }

    private static void requireComplete(Frame read, @Nullable Frame written, TokenReader tokens) {
        if (written == null || written.names() != read.names()) {
            return;
        }
        Optional<String> unknown = written.lacks(read).filter(name -> tokens.mode() == Mode.EXACT);
        if (unknown.isPresent()) {
            boolean atTop = tokens.place().path().isEmpty();
            throw tokens.place().at(Kind.UNKNOWN, atTop ? unknown.get() : "*", "it is of no use");
        }
        Optional<String> missing = read.lacks(written);
        if (missing.isPresent()) {
            throw missing(read, missing.get(), tokens.place(), "");
        }
    }

    /** Whether a field of another name was meant for it nobody knows: to fill it in might bury a value. */
    private static CodecException missing(Frame read, String name, Place place, String detail) {
        return read.hasStrangers()
                ? place.at(Kind.MISMATCH, name, "it is not there, and data were read under another name" + detail)
                : place.at(Kind.MISSING, name, "it is not there" + detail);
    }
}
