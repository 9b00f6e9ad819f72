// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import dev.holdfast.state.Codec;
import dev.holdfast.testkit.CodecContract;

final class AvajeCodecContractTest extends CodecContract {

    @Override
    protected <T> Codec<T> codec(Class<T> type) {
        return new AvajeCodecs().codec(type).orElseThrow();
    }
}
