// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.avaje.AvajeCodecs;
import dev.holdfast.state.Codec;
import dev.holdfast.testkit.CodecContract;
import dev.holdfast.testkit.CodecExamples;
import io.avaje.jsonb.Json;

/** The suite of codecs with all parties in modules: generated code of one for types of another, which opens none to it. */
@Json.Import({
    CodecExamples.Point.class,
    CodecExamples.Everything.class,
    CodecExamples.Deep.class,
    CodecExamples.Choosy.class
})
class GeneratedCodecContractTest extends CodecContract {

    @Override
    protected <T> Codec<T> codec(Class<T> type) {
        return new AvajeCodecs().codec(type).orElseThrow();
    }
}
