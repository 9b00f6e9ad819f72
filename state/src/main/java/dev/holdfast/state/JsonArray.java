// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.Collection;
import java.util.List;

/**
 * A JSON array.
 *
 * @param elements in order; copied
 */
public record JsonArray(List<JsonValue> elements) implements JsonValue {

    /** Copies the elements. */
    public JsonArray {
        elements = List.copyOf(elements);
    }

    static JsonArray ofAll(Collection<?> elements) {
        return new JsonArray(elements.stream().map(JsonValue::of).toList());
    }

    @Override
    public String toString() {
        return "array of " + elements.size();
    }
}
