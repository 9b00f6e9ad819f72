// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A JSON object: fields by name, in order. Every step returns another object and leaves this one alone; a step on a
 * field that is not there does nothing. Order does not count in {@link #equals}.
 *
 * <p>One that was taken out of another knows the way, and errors of its readers tell it.
 */
public final class JsonObject implements JsonValue {

    private static final String ANY = "*";
    private static final JsonObject EMPTY = owning(Map.of());
    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

    private final Map<String, JsonValue> fields;
    private final List<String> place;

    private JsonObject(Map<String, JsonValue> fields, List<String> place) {
        this.fields = fields;
        this.place = place;
    }

    /** An object without fields. */
    public static JsonObject empty() {
        return EMPTY;
    }

    /**
     * An object of these fields, each value as in {@link JsonValue#of}.
     *
     * @throws IllegalArgumentException if there is no JSON for a value, or a name is not well-formed Unicode
     */
    public static JsonObject of(Map<String, ?> fields) {
        return ofMap(fields);
    }

    static JsonObject ofMap(Map<?, ?> map) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (!(name instanceof String text) || !JsonString.isWellFormed(text)) {
                throw new IllegalArgumentException("Not the name of a field");
            }
            fields.put(text, JsonValue.of(value));
        });
        return owning(fields);
    }

    /** Takes the map over: the caller forgets it. */
    static JsonObject owning(Map<String, JsonValue> fields) {
        return new JsonObject(Collections.unmodifiableMap(fields), List.of());
    }

    /** The fields in order; unmodifiable. Errors further down tell no name of theirs: it may be a user's. */
    public Map<String, JsonValue> fields() {
        Map<String, JsonValue> placed = new LinkedHashMap<>();
        fields.forEach((name, value) -> placed.put(name, placed(ANY, value)));
        return Collections.unmodifiableMap(placed);
    }

    /** The fields in order, which know no way. */
    Map<String, JsonValue> bare() {
        return fields;
    }

    /** The value of a field. */
    public Optional<JsonValue> get(String name) {
        JsonValue value = fields.get(name);
        return value == null ? Optional.empty() : Optional.of(placed(name, value));
    }

    private List<String> way(String name) {
        return Stream.concat(place.stream(), Stream.of(name)).toList();
    }

    /** A value that has no way to be known has no need of it. */
    private JsonValue placed(String name, JsonValue value) {
        return value instanceof JsonObject || value instanceof JsonArray ? placed(value, way(name)) : value;
    }

    private static JsonValue placed(JsonValue value, List<String> place) {
        if (value instanceof JsonObject object) {
            return new JsonObject(object.fields, place);
        } else if (value instanceof JsonArray array) {
            List<String> element = Stream.concat(place.stream(), Stream.of(ANY)).toList();
            return new JsonArray(
                    array.elements().stream().map(it -> placed(it, element)).toList());
        }
        return value;
    }

    /**
     * The text of a field that is a string.
     *
     * @throws CodecException if it is missing or something else
     */
    public String string(String name) {
        return field(name, JsonString.class).text();
    }

    /**
     * The value of a field that is a whole number, written as one: {@code 1} and not {@code 1.0}.
     *
     * @throws CodecException if it is missing or something else
     */
    public long integer(String name) {
        try {
            return Long.parseLong(field(name, JsonNumber.class).lexeme());
        } catch (NumberFormatException e) {
            throw misfit(name, "it is not a whole number of 64 bits");
        }
    }

    /**
     * The value of a field that is a number, or a string that stands for one that is not finite, as a double.
     *
     * @throws CodecException if it is missing, something else, or beyond all doubles
     */
    public double number(String name) {
        if (fields.get(name) instanceof JsonString string && NOT_FINITE.contains(string.text())) {
            return Double.parseDouble(string.text());
        }
        try {
            return field(name, JsonNumber.class).doubleValue();
        } catch (ArithmeticException e) {
            throw misfit(name, "it is beyond a double");
        }
    }

    /**
     * The value of a field that is a boolean.
     *
     * @throws CodecException if it is missing or something else
     */
    public boolean bool(String name) {
        return field(name, JsonBoolean.class).truth();
    }

    /**
     * A field that is an object.
     *
     * @throws CodecException if it is missing or something else
     */
    public JsonObject object(String name) {
        return field(name, JsonObject.class);
    }

    /**
     * The elements of a field that is an array.
     *
     * @throws CodecException if it is missing or something else
     */
    public List<JsonValue> array(String name) {
        return field(name, JsonArray.class).elements();
    }

    private <V extends JsonValue> V field(String name, Class<V> kind) {
        JsonValue value = fields.get(name);
        if (value == null) {
            throw new CodecException(CodecException.Kind.MISSING, way(name), "it is not there");
        }
        value = placed(name, value);
        if (!kind.isInstance(value)) {
            throw misfit(name, "it is of another kind: " + value);
        }
        return kind.cast(value);
    }

    private CodecException misfit(String name, String why) {
        return new CodecException(CodecException.Kind.MISMATCH, way(name), why);
    }

    /** Adds a field; keeps the value of one that is there. Values as in {@link JsonValue#of}. */
    public JsonObject add(String name, Object value) {
        return fields.containsKey(name) ? this : with(name, value);
    }

    /** Adds a field or replaces its value. Values as in {@link JsonValue#of}. */
    public JsonObject with(String name, Object value) {
        Map<String, JsonValue> copy = new LinkedHashMap<>(fields);
        copy.putAll(ofMap(Map.of(name, value)).fields);
        return owning(copy);
    }

    /**
     * Gives a field another name in the same place.
     *
     * @throws IllegalStateException if both are there: neither value is thrown away unasked
     */
    public JsonObject rename(String from, String to) {
        if (!fields.containsKey(from) || from.equals(to)) {
            return this;
        }
        requireFree(to);
        Map<String, JsonValue> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put(name.equals(from) ? to : name, value));
        return owning(copy);
    }

    private void requireFree(String name) {
        if (fields.containsKey(name)) {
            throw new IllegalStateException("The target of a rename or move is there already");
        }
    }

    /** Takes a field away. */
    public JsonObject remove(String name) {
        Map<String, JsonValue> copy = new LinkedHashMap<>(fields);
        return copy.remove(name) == null ? this : owning(copy);
    }

    /**
     * Moves a field between nested objects. A path is names joined by dots, {@code "window.size.width"}; a name that has
     * a dot itself is reached by {@link #map} only. Objects on the way to the target are made.
     *
     * @throws IllegalStateException if the target is there already, or something on the way to it is not an object
     */
    public JsonObject move(String from, String to) {
        JsonPath source = JsonPath.of(from);
        Optional<JsonValue> moved = source.find(this);
        return moved.isEmpty() || from.equals(to) ? this : JsonPath.of(to).insert(source.remove(this), moved.get());
    }

    /** Replaces the value of a field by what the function makes of it; values as in {@link JsonValue#of}. */
    public JsonObject map(String name, Function<? super JsonValue, ?> function) {
        return get(name).map(value -> with(name, function.apply(value))).orElse(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "object of " + fields.size();
    }
}
