// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The way to a field through nested objects. */
record JsonPath(List<String> names) {

    /** Stands in a codec's path for any element of an array, or any value of a map. */
    static final String ANY = "*";

    static JsonPath of(String dotted) {
        return new JsonPath(List.of(dotted.split("\\.", -1)));
    }

    private String head() {
        return names.get(0);
    }

    private JsonPath tail() {
        return new JsonPath(names.subList(1, names.size()));
    }

    private boolean isLast() {
        return names.size() == 1;
    }

    /** What is there. */
    Optional<JsonValue> find(JsonValue root) {
        if (names.isEmpty()) {
            return Optional.of(root);
        }
        return root instanceof JsonObject object ? object.get(head()).flatMap(tail()::find) : Optional.empty();
    }

    /** The value with a null for the field in each object that this leads to and that lacks it. */
    JsonValue withNulls(JsonValue root) {
        if (names.isEmpty()) {
            return root;
        }
        if (root instanceof JsonArray array && head().equals(ANY)) {
            return new JsonArray(
                    array.elements().stream().map(tail()::withNulls).toList());
        }
        return root instanceof JsonObject object ? withNulls(object) : root;
    }

    private JsonObject withNulls(JsonObject root) {
        if (isLast()) {
            return root.add(head(), JsonNull.NULL);
        }
        JsonObject filled = root;
        for (String name : head().equals(ANY) ? root.fields().keySet() : Set.of(head())) {
            filled = filled.map(name, tail()::withNulls);
        }
        return filled;
    }

    /** The object without the field, which is there. */
    JsonObject remove(JsonObject root) {
        return isLast() ? root.remove(head()) : root.with(head(), tail().remove(root.object(head())));
    }

    /**
     * The object with the field.
     *
     * @throws IllegalStateException if it is there already, or something on the way is not an object
     */
    JsonObject insert(JsonObject root, JsonValue value) {
        Optional<JsonValue> next = root.get(head());
        if (isLast() && next.isEmpty()) {
            return root.with(head(), value);
        }
        if (!isLast() && next.orElse(JsonObject.empty()) instanceof JsonObject object) {
            return root.with(head(), tail().insert(object, value));
        }
        throw new IllegalStateException("The target of a move is taken");
    }
}
