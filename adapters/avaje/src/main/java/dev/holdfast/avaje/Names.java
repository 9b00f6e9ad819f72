// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import io.avaje.json.PropertyNames;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/** The names that a generated adapter writes, each under its number. */
final class Names implements PropertyNames {

    private final List<String> texts;
    private final List<SerializableString> encoded;

    Names(String... names) {
        texts = List.of(names);
        encoded =
                Stream.of(names).<SerializableString>map(SerializedString::new).toList();
    }

    int size() {
        return texts.size();
    }

    String text(int number) {
        return texts.get(number);
    }

    SerializableString encoded(int number) {
        return encoded.get(number);
    }

    /**
     * The number of a name.
     *
     * @param expected where to look first: data mostly have the order that they are written in
     * @return negative if there is none
     */
    int find(String name, int expected) {
        return expected < size() && text(expected).equals(name) ? expected : texts.indexOf(name);
    }
}
