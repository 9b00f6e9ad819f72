// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.Optional;

/**
 * Where codecs come from: an adapter, found by {@link java.util.ServiceLoader} or handed over. Safe for use by any number
 * of threads.
 */
@FunctionalInterface
public interface CodecFactory {

    /** The codec for a type; empty if this factory does not know the type. */
    <T> Optional<Codec<T>> codec(Class<T> type);

    /** This factory, and another for the types that this one does not know. */
    default CodecFactory or(CodecFactory other) {
        CodecFactory first = this;
        return new CodecFactory() {
            @Override
            public <T> Optional<Codec<T>> codec(Class<T> type) {
                return first.<T>codec(type).or(() -> other.codec(type));
            }
        };
    }

    /**
     * The factories on the class path or module path, looked for, and their libraries loaded, when the first codec is
     * asked for.
     *
     * @return one that throws HoldfastException HF-0237 when several know a type
     */
    static CodecFactory discovered() {
        return new DiscoveredCodecs();
    }
}
