// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import dev.holdfast.state.Layout;
import dev.holdfast.state.tokens.StrictGenerator;
import dev.holdfast.state.tokens.StrictParser;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** JSON in a string: checked and laid out like all else on its way. */
final class RawJson {

    private RawJson() {}

    /** The value that begins with the current token, as text. */
    static String read(JsonParser parser) {
        return new String(
                StrictGenerator.write(Layout.COMPACT, 0, generator -> copy(parser, generator)), StandardCharsets.UTF_8);
    }

    static void write(String json, JsonGenerator generator) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        try (StrictParser parser = StrictParser.of(utf8, 0, utf8.length)) {
            parser.begin();
            copy(parser, generator);
            parser.requireEnd();
        }
    }

    /** Numbers keep their text. */
    private static void copy(JsonParser parser, JsonGenerator generator) {
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            if (token.isNumeric()) {
                generator.writeNumber(parser.getString());
            } else {
                generator.copyCurrentEvent(parser);
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }
}
