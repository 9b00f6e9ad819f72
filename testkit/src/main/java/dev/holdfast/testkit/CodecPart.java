// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.state.Codec;
import dev.holdfast.state.Codec.Mode;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;

/** One part of the contract suite of codecs, and the words that its sentences are made of. */
@Timeout(120)
abstract class CodecPart {

    /** What no error may tell. */
    static final String CANARY = "canary";

    private final CodecContract contract;

    CodecPart(CodecContract contract) {
        this.contract = contract;
    }

    final <T> Codec<T> codec(Class<T> type) {
        try {
            return contract.codec(type);
        } catch (Exception e) {
            throw new AssertionError("No codec for " + type.getSimpleName(), e);
        }
    }

    @SuppressWarnings("unchecked")
    final <T> byte[] encode(T value, Layout layout) {
        return codec((Class<T>) value.getClass()).encode(value, layout);
    }

    final <T> T decode(Class<T> type, byte[] json, Mode mode) {
        return codec(type).decode(json, 0, json.length, mode);
    }

    final <T> T decode(Class<T> type, JsonValue json, Mode mode) {
        return decode(type, json.print(Layout.COMPACT), mode);
    }

    final CodecException refused(Class<?> type, JsonValue json, Mode mode) {
        return refused(type, json.print(Layout.COMPACT), mode);
    }

    final CodecException refused(Class<?> type, byte[] json, Mode mode) {
        return refused(() -> decode(type, json, mode));
    }

    /** The exception that a codec must throw, which tells nothing. */
    static CodecException refused(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(CodecException.class);
        CodecException e = (CodecException) thrown;
        assertThat(e.getCause()).isNull();
        assertThat(e.getSuppressed()).isEmpty();
        assertThat(e.toString()).doesNotContain(CANARY);
        assertThat(e.path()).doesNotContain(CANARY);
        return e;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static JsonValue json(String text) {
        return JsonValue.parse(utf8(text));
    }
}
