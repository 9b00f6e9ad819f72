// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonString;
import java.util.List;

/** What the hand-written codecs of the demo need of trees. */
final class Trees {

    private Trees() {}

    /** A field that is an array of strings. */
    static List<String> texts(JsonObject tree, String field) {
        return tree.array(field).stream()
                .map(element -> ((JsonString) element).text())
                .toList();
    }
}
