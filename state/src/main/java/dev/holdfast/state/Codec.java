// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.function.Function;

/**
 * Values of one type as JSON, bytes in and bytes out. The same value gives the same bytes, or at least bytes that decode
 * to an equal one. A document decodes what it encoded before it stores it. Safe for use by any number of threads.
 *
 * <p>All codecs keep the same rules; the testkit's {@code CodecContract} has them as tests. Text is refused as in
 * {@link JsonValue#parse}. Numbers are not taken from strings, strings not from numbers, and a whole number not from one
 * with a point or an exponent. A double that is not finite is the string {@code NaN}, {@code Infinity} or
 * {@code -Infinity}; a number beyond all doubles is refused. Nulls and empty values are written: a component that is
 * null is there, one that is not there is missing.
 *
 * @param <T> an immutable type
 */
public interface Codec<T> {

    /** What to do about fields that the type does not know. */
    enum Mode {
        /** They are an error. */
        EXACT,
        /** They are left out. */
        LENIENT
    }

    /**
     * Writes a value as one JSON value in UTF-8.
     *
     * @param layout a wish; {@link Layout#PRETTY} indents every line but the first by two spaces more than usual, as
     *     the value becomes a field of an object
     * @throws CodecException and nothing else: {@link CodecException.Kind#UNWRITABLE} or
     *     {@link CodecException.Kind#LIMIT}
     */
    byte[] encode(T value, Layout layout);

    /**
     * Reads a value from one JSON value in UTF-8. The array is not changed and not kept.
     *
     * @throws CodecException and nothing else: {@link CodecException.Kind#MISSING} with the path of a component that the
     *     data lack, in both modes; {@link CodecException.Kind#UNKNOWN} for a field that the type does not know, if
     *     exact; or another kind
     */
    T decode(byte[] bytes, int offset, int length, Mode mode);

    /**
     * A codec written by hand on trees. A field that {@code toTree} does not write again counts as unknown.
     *
     * @param toTree what to write; may throw whatever it likes, as {@link JsonValue#of} does
     * @param fromTree its inverse; may throw whatever it likes, as {@link JsonObject}'s readers do
     */
    static <T> Codec<T> ofTree(
            Function<? super T, JsonObject> toTree, Function<? super JsonObject, ? extends T> fromTree) {
        return new TreeCodec<>(toTree, fromTree);
    }
}
