// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.state.Codec;
import dev.holdfast.state.CodecFactory;

/** Jackson's, as apps find them. */
final class JacksonCodecContractTest extends CodecContract {

    @Override
    protected <T> Codec<T> codec(Class<T> type) {
        return CodecFactory.discovered().codec(type).orElseThrow();
    }
}
