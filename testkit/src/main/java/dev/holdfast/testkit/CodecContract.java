// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.state.Codec;
import org.junit.jupiter.api.Nested;

/**
 * What {@link Codec} promises, as tests. A kind of codec proves itself by a subclass with one method:
 *
 * <pre>{@code
 * final class MyCodecContractTest extends CodecContract {
 *     @Override
 *     protected <T> Codec<T> codec(Class<T> type) {
 *         return new MyCodecs().codec(type).orElseThrow();
 *     }
 * }
 * }</pre>
 */
public abstract class CodecContract {

    /** For subclasses. */
    protected CodecContract() {}

    /**
     * The codec for a type of {@link CodecExamples}.
     *
     * @throws Exception fails the test
     */
    protected abstract <T> Codec<T> codec(Class<T> type) throws Exception;

    @Nested
    final class RoundTrips extends RoundTripContract {
        RoundTrips() {
            super(CodecContract.this);
        }
    }

    @Nested
    final class Fitting extends FittingContract {
        Fitting() {
            super(CodecContract.this);
        }
    }

    @Nested
    final class Hostility extends HostileJsonContract {
        Hostility() {
            super(CodecContract.this);
        }
    }

    @Nested
    final class Unwritables extends UnwritableContract {
        Unwritables() {
            super(CodecContract.this);
        }
    }
}
