// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.storage.HoldfastException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of stored data: migrates them, and gives components that they lack what the schema says, or the initial
 * value's. Used under the document's lock.
 */
final class Binder<T> {

    /**
     * A value made of stored data.
     *
     * @param dropped a field that the type does not know and the next save drops
     */
    record Bound<T>(T value, Optional<String> dropped) {}

    /** About 0.2 ms of databind; see the note on reading again. */
    private static final int READ_AGAIN_BYTES = 64 << 10;

    private final Schema<T> schema;
    private final CodecFactory codecs;
    private @Nullable Codec<T> codec;
    private boolean proven;

    Binder(Schema<T> schema, CodecFactory codecs) {
        this.schema = schema;
        this.codecs = codecs;
    }

    /** @throws HoldfastException if no codec is found, or several */
    private Codec<T> codec() {
        Codec<T> found = codec;
        if (found == null) {
            found = schema.codec()
                    .or(() -> codecs.codec(schema.type()))
                    .orElseThrow(() -> new HoldfastException(Problems.noCodec(schema.type())));
            codec = found;
        }
        return found;
    }

    /** @throws CodecException if the codec cannot, or throws */
    Slice encode(T value, Layout layout) {
        Codec<T> writer = codec();
        return Slice.of(guarded(Kind.UNWRITABLE, () -> writer.encode(value, layout)));
    }

    /**
     * Makes sure that the next load can read what is about to be stored: always at a document's first save, and later
     * while that costs much less than the sync of a save does.
     *
     * @throws CodecException if the codec does not read what it wrote
     */
    void requireReadable(Slice data) {
        if (!proven || data.length() <= READ_AGAIN_BYTES) {
            readAgain(data);
            proven = true;
        }
    }

    private void readAgain(Slice data) {
        try {
            decoded(codec(), data, Codec.Mode.EXACT);
        } catch (CodecException e) {
            throw new CodecException(
                    Kind.UNWRITABLE,
                    e.path(),
                    "it could not be read again: " + e.problem().what());
        }
    }

    /** @throws CodecException if the data do not fit, or a migration throws */
    Bound<T> bind(Envelope envelope) {
        Codec<T> reader = codec();
        return envelope.version() == schema.version()
                ? decoded(reader, envelope.data())
                : decoded(reader, Slice.of(migrated(envelope).print(Layout.COMPACT)));
    }

    /** A value made of data of a newer version, as far as the type knows them. */
    Bound<T> bindNewer(Envelope envelope) {
        return decoded(codec(), envelope.data());
    }

    private JsonObject migrated(Envelope envelope) {
        if (!(envelope.parsed() instanceof JsonObject data)) {
            throw new CodecException(Kind.MISMATCH, List.of(), "only an object can be migrated");
        }
        if (envelope.version() < 1) {
            throw new CodecException(Kind.MISMATCH, List.of(), "versions begin with 1");
        }
        for (int from = (int) envelope.version(); from < schema.version(); from++) {
            data = migrated(from, data);
        }
        return data;
    }

    private JsonObject migrated(int from, JsonObject data) {
        Migration step = schema.step(from).orElseThrow();
        try {
            return step.apply(data);
        } catch (Exception e) {
            // What a migration throws may quote the data.
            String error = e.getClass().getName();
            throw new CodecException(
                    Kind.MISMATCH, List.of(), "the migration from version " + from + " threw " + error);
        }
    }

    private Bound<T> decoded(Codec<T> reader, Slice stored) {
        Slice data = stored;
        Codec.Mode mode = Codec.Mode.EXACT;
        Optional<String> dropped = Optional.empty();
        while (true) {
            try {
                return new Bound<>(decoded(reader, data, mode), dropped);
            } catch (CodecException e) {
                if (e.kind() == Kind.UNKNOWN && mode == Codec.Mode.EXACT) {
                    mode = Codec.Mode.LENIENT;
                    dropped = Optional.of(nameFit(e.path()));
                } else if (e.kind() == Kind.MISSING) {
                    data = filled(data, e);
                } else {
                    throw e;
                }
            }
        }
    }

    private static <T> T decoded(Codec<T> reader, Slice data, Codec.Mode mode) {
        return guarded(Kind.MISMATCH, () -> reader.decode(data.bytes(), data.offset(), data.length(), mode));
    }

    /** A name at the top is the app's own; one further down might be a user's. */
    private static String nameFit(List<String> path) {
        return path.size() == 1 ? path.get(0) : "*";
    }

    /** The data with the component that they lack, each time another: so this comes to an end. */
    private Slice filled(Slice data, CodecException lack) {
        JsonPath path = new JsonPath(lack.path());
        JsonValue tree = JsonReader.parse(data);
        JsonValue filled = substitute(path).map(value -> path.fill(tree, value)).orElseThrow(() -> lack);
        if (filled.equals(tree)) {
            throw lack;
        }
        return Slice.of(filled.print(Layout.COMPACT));
    }

    private Optional<JsonValue> substitute(JsonPath path) {
        return schema.whenMissing(path).or(() -> initial(path)).or(() -> empty(path));
    }

    private Optional<JsonValue> initial(JsonPath path) {
        return path.names().isEmpty() || path.hasAny()
                ? Optional.empty()
                : path.find(JsonReader.parse(encode(schema.initial(), Layout.COMPACT)));
    }

    /** Where the initial value has nothing, as for the elements of a list, what may be empty is. */
    private Optional<JsonValue> empty(JsonPath path) {
        return Declared.isOptional(schema.type(), path.names()) ? Optional.of(JsonNull.NULL) : Optional.empty();
    }

    private interface Step<V> {
        @Nullable
        V run();
    }

    /** What a codec throws may quote the data: only its class is told. */
    private static <V> V guarded(Kind kind, Step<V> step) {
        V result;
        try {
            result = step.run();
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CodecException(
                    kind, List.of(), "the codec threw " + e.getClass().getName());
        }
        if (result == null) {
            throw new CodecException(kind, List.of(), "it is null");
        }
        return result;
    }
}
