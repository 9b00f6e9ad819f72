// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a value into data of which its type does not know all: what the type's user left alone stays as it is stored, to
 * the digit, and so does every field of an object that the type does not know.
 *
 * <p>Three trees go side by side: what is stored, the same as the type would write it, and what the type writes now.
 */
final class Merge {

    private Merge() {}

    /**
     * The data to store.
     *
     * @param stored the data so far
     * @param known the same data as the type would write them
     * @param next what the type writes now
     */
    static JsonValue of(JsonValue stored, JsonValue known, JsonValue next) {
        if (next.equals(known)) {
            return stored;
        }
        if (stored instanceof JsonObject all && known instanceof JsonObject some && next instanceof JsonObject now) {
            return objects(all, some, now);
        }
        return stored instanceof JsonArray all && known instanceof JsonArray some && next instanceof JsonArray now
                ? arrays(all.elements(), some.elements(), now.elements())
                : next;
    }

    private static JsonObject objects(JsonObject stored, JsonObject known, JsonObject next) {
        Map<String, JsonValue> merged = new LinkedHashMap<>(stored.fields());
        merged.keySet()
                .removeIf(name -> known.get(name).isPresent() && next.get(name).isEmpty());
        next.fields().forEach((name, value) -> {
            JsonValue before = known.fields().get(name);
            if (before == null) {
                merged.put(name, value);
            } else if (merged.containsKey(name)) {
                merged.computeIfPresent(name, (same, all) -> of(all, before, value));
            } else if (!value.equals(before)) {
                merged.put(name, value); // else nobody stored it: the type made it up
            }
        });
        return JsonObject.owning(merged);
    }

    /** Where the type does not read element by element there is no telling which is which. */
    private static JsonArray arrays(List<JsonValue> stored, List<JsonValue> known, List<JsonValue> next) {
        if (stored.size() != known.size()) {
            return new JsonArray(next);
        }
        Counterparts counterparts = new Counterparts(known, next);
        List<JsonValue> merged = new ArrayList<>();
        for (int i = 0; i < next.size(); i++) {
            JsonValue element = next.get(i);
            merged.add(counterparts
                    .of(i)
                    .map(at -> of(stored.get(at), known.get(at), element))
                    .orElse(element));
        }
        return new JsonArray(merged);
    }
}
