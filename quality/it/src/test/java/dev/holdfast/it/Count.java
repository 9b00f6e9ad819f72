// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.state.Codec;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Schema;

/** How often something happened. */
record Count(long value) {

    static final Codec<Count> CODEC = Codec.ofTree(
            count -> JsonObject.empty().with("value", count.value()), tree -> new Count(tree.integer("value")));

    static final Schema<Count> SCHEMA =
            Schema.of("count", Count.class, new Count(0)).withCodec(CODEC);

    Count next() {
        return new Count(value + 1);
    }
}
