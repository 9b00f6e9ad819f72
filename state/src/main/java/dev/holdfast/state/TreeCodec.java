// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.state.CodecException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A codec by two functions on trees. */
record TreeCodec<T>(Function<? super T, JsonObject> toTree, Function<? super JsonObject, ? extends T> fromTree)
        implements Codec<T> {

    private static final String ANY = "*";

    @Override
    public byte[] encode(T value, Layout layout) {
        return JsonPrinter.print(applied(Kind.UNWRITABLE, toTree, value), layout, 1);
    }

    @Override
    public T decode(byte[] bytes, int offset, int length, Mode mode) {
        if (!(JsonReader.parse(new Slice(bytes, offset, length)) instanceof JsonObject object)) {
            throw new CodecException(Kind.MISMATCH, List.of(), "it is not an object");
        }
        T value = applied(Kind.MISMATCH, fromTree, object);
        if (mode == Mode.EXACT) {
            requireKnown(object, applied(Kind.MISMATCH, toTree, value));
        }
        return value;
    }

    /** What a function of the app throws may quote the data: only its class is told. */
    private static <A, B> B applied(Kind kind, Function<? super A, ? extends B> function, A argument) {
        @Nullable B result;
        try {
            result = function.apply(argument);
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CodecException(
                    kind, List.of(), "its function threw " + e.getClass().getName());
        }
        if (result == null) {
            throw new CodecException(kind, List.of(), "it is null");
        }
        return result;
    }

    private static void requireKnown(JsonObject stored, JsonObject known) {
        for (Map.Entry<String, JsonValue> field : stored.bare().entrySet()) {
            unknown(field.getValue(), known.bare().get(field.getKey())).ifPresent(way -> {
                List<String> path = new ArrayList<>(way);
                path.add(0, field.getKey());
                throw new CodecException(Kind.UNKNOWN, path, "a release that knew it wrote it");
            });
        }
    }

    /** The way to a field that is stored and not known, without names: below the top they may be a user's. */
    private static Optional<List<String>> unknown(JsonValue stored, @Nullable JsonValue known) {
        if (known == null) {
            return Optional.of(List.of());
        } else if (stored instanceof JsonObject some && known instanceof JsonObject others) {
            return first(some.bare().entrySet().stream()
                    .map(field -> unknown(field.getValue(), others.bare().get(field.getKey()))));
        } else if (stored instanceof JsonArray some && known instanceof JsonArray others) {
            int both = Math.min(some.elements().size(), others.elements().size());
            return first(IntStream.range(0, both)
                    .mapToObj(i ->
                            unknown(some.elements().get(i), others.elements().get(i))));
        }
        return Optional.empty();
    }

    private static Optional<List<String>> first(Stream<Optional<List<String>>> ways) {
        return ways.flatMap(Optional::stream)
                .findFirst()
                .map(way -> Stream.concat(Stream.of(ANY), way.stream()).toList());
    }
}
