// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The way to a field through nested objects. */
record JsonPath(List<String> names) {

    /** Stands for any element of an array, or any key of a map. */
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

    /** Whether it leads to fields in places that it does not name. */
    boolean hasAny() {
        return names.contains(ANY);
    }

    /** Whether it is the way to a component of a type. */
    boolean isComponent() {
        return !names.isEmpty()
                && names.stream().noneMatch(String::isEmpty)
                && !names.get(names.size() - 1).equals(ANY);
    }

    /** What is there. */
    Optional<JsonValue> find(JsonValue root) {
        if (names.isEmpty()) {
            return Optional.of(root);
        }
        return root instanceof JsonObject object ? object.get(head()).flatMap(tail()::find) : Optional.empty();
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

    /** The tree with the field added to each object that the path leads to and that lacks it. */
    JsonValue fill(JsonValue root, JsonValue value) {
        if (head().equals(ANY)) {
            return isLast() ? root : each(root, next -> tail().fill(next, value));
        }
        if (!(root instanceof JsonObject object)) {
            return root;
        }
        return isLast() ? object.add(head(), value) : object.map(head(), next -> tail().fill(next, value));
    }

    private static JsonValue each(JsonValue root, UnaryOperator<JsonValue> step) {
        if (root instanceof JsonObject object) {
            Map<String, JsonValue> fields = new LinkedHashMap<>(object.fields());
            fields.replaceAll((name, value) -> step.apply(value));
            return JsonObject.owning(fields);
        }
        return root instanceof JsonArray array
                ? new JsonArray(array.elements().stream().map(step).toList())
                : root;
    }
}
