// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.state.Codec;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A private text that a child process writes on, over and over. Every line carries the number of its save, so that a
 * mixture of two saves would show.
 *
 * @param saves how often it was saved
 * @param text nobody else's business
 * @param lines made of the other two
 */
record Draft(long saves, String text, List<String> lines) {

    static final Schema<Draft> SCHEMA = Schema.of("draft", Draft.class, new Draft(0, "", List.of()))
            .withCodec(Codec.ofTree(Draft::toTree, Draft::fromTree));

    private static final int LINES = 200;

    static Draft of(long saves, String text) {
        return new Draft(
                saves,
                text,
                IntStream.range(0, LINES)
                        .mapToObj(line -> saves + "/" + line + " " + text)
                        .toList());
    }

    Draft next(String newText) {
        return of(saves + 1, newText);
    }

    boolean isWhole() {
        return equals(of(saves, text));
    }

    private JsonObject toTree() {
        return JsonObject.empty().with("saves", saves).with("text", text).with("lines", lines);
    }

    private static Draft fromTree(JsonObject tree) {
        return new Draft(tree.integer("saves"), tree.string("text"), Trees.texts(tree, "lines"));
    }
}
