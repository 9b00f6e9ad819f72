// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.state.Codec;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Schema;
import java.util.Optional;

/** Which incarnation something means: a user's live one, or the one that was used last. */
record Pointer(Optional<Incarnation> incarnation) {

    static final Schema<Pointer> SCHEMA = Schema.of("pointer", Pointer.class, new Pointer(Optional.empty()))
            .withCodec(Codec.ofTree(Pointer::toTree, Pointer::fromTree));

    static Pointer to(Incarnation incarnation) {
        return new Pointer(Optional.of(incarnation));
    }

    private JsonObject toTree() {
        return JsonObject.empty()
                .with("incarnation", incarnation.map(Incarnation::id).orElse(""));
    }

    private static Pointer fromTree(JsonObject tree) {
        String id = tree.string("incarnation");
        return id.isEmpty() ? new Pointer(Optional.empty()) : to(new Incarnation(id));
    }
}
