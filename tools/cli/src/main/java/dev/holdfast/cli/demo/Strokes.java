// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.state.Codec;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Schema;

/** A board that two processes draw on: how many strokes each has made. */
record Strokes(long here, long there) {

    static final Schema<Strokes> SCHEMA = Schema.of("strokes", Strokes.class, new Strokes(0, 0))
            .withCodec(Codec.ofTree(Strokes::toTree, Strokes::fromTree));

    Strokes oneMoreHere() {
        return new Strokes(here + 1, there);
    }

    Strokes oneMoreThere() {
        return new Strokes(here, there + 1);
    }

    boolean has(long each) {
        return here == each && there == each;
    }

    private JsonObject toTree() {
        return JsonObject.empty().with("here", here).with("there", there);
    }

    private static Strokes fromTree(JsonObject tree) {
        return new Strokes(tree.integer("here"), tree.integer("there"));
    }
}
