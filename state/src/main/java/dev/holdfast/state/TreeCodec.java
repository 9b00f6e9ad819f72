// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A codec by two functions on trees. */
record TreeCodec<T>(Function<? super T, JsonObject> toTree, Function<? super JsonObject, ? extends T> fromTree)
        implements Codec<T> {

    @Override
    public byte[] encode(T value, Layout layout) {
        return JsonPrinter.print(toTree.apply(value), layout, 1);
    }

    @Override
    public T decode(byte[] bytes, int offset, int length, Mode mode) {
        if (!(JsonReader.parse(new Slice(bytes, offset, length)) instanceof JsonObject object)) {
            throw new CodecException(CodecException.Kind.MISMATCH, List.of(), "it is not an object");
        }
        T value = fromTree.apply(object);
        if (mode == Mode.EXACT) {
            requireKnown(object, toTree.apply(value));
        }
        return value;
    }

    private static void requireKnown(JsonObject stored, JsonObject known) {
        Set<String> unknown = new HashSet<>(stored.fields().keySet());
        unknown.removeAll(known.fields().keySet());
        if (!unknown.isEmpty()) {
            throw new CodecException(
                    CodecException.Kind.UNKNOWN, List.of(unknown.iterator().next()), "a release that knew it wrote it");
        }
    }
}
