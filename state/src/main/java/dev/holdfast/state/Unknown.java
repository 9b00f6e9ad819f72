// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stored data have beyond what a type knows of them: fields of objects, at any depth. It is put back into whatever
 * this code makes of the value, so that it survives code that has never heard of it.
 *
 * <p>An object that is still there keeps its fields. An element of an array is found again by what the type knows of it,
 * wherever it has moved; one that was changed is the one in its place, if the array is as long as it was. What goes with
 * its object, or with an element that is not found again, is gone.
 */
sealed interface Unknown {

    /** The data with all this put back. */
    JsonValue into(JsonValue known);

    /** What {@code stored} has and {@code known}, the same data as the type would write them, has not; empty if nothing. */
    static Optional<Unknown> of(JsonValue stored, JsonValue known) {
        if (stored instanceof JsonObject all && known instanceof JsonObject some) {
            return OfObject.of(all, some);
        }
        return stored instanceof JsonArray all && known instanceof JsonArray some
                ? OfArray.of(all.elements(), some.elements())
                : Optional.empty();
    }

    /**
     * In an object.
     *
     * @param fields that the type does not know
     * @param within fields that it does
     */
    record OfObject(Map<String, JsonValue> fields, Map<String, Unknown> within) implements Unknown {

        static Optional<Unknown> of(JsonObject stored, JsonObject known) {
            Map<String, JsonValue> fields = new LinkedHashMap<>(stored.fields());
            fields.keySet().removeAll(known.fields().keySet());
            Map<String, Unknown> within = new HashMap<>();
            known.fields()
                    .forEach((name, value) -> stored.get(name)
                            .flatMap(all -> Unknown.of(all, value))
                            .ifPresent(unknown -> within.put(name, unknown)));
            return fields.isEmpty() && within.isEmpty() ? Optional.empty() : Optional.of(new OfObject(fields, within));
        }

        @Override
        public JsonValue into(JsonValue known) {
            if (!(known instanceof JsonObject object)) {
                return known;
            }
            Map<String, JsonValue> whole = new LinkedHashMap<>(object.fields());
            within.forEach((name, unknown) -> whole.computeIfPresent(name, (same, value) -> unknown.into(value)));
            fields.forEach(whole::putIfAbsent);
            return JsonObject.owning(whole);
        }

        /** Without a value in its text. */
        @Override
        public String toString() {
            return "OfObject[" + fields.size() + " fields]";
        }
    }

    /**
     * In elements of an array.
     *
     * @param known the elements as the type would write them
     * @param within by index; empty where there is nothing
     */
    record OfArray(List<JsonValue> known, List<Optional<Unknown>> within) implements Unknown {

        static Optional<Unknown> of(List<JsonValue> stored, List<JsonValue> known) {
            if (stored.size() != known.size()) {
                return Optional.empty();
            }
            List<Optional<Unknown>> within = new ArrayList<>();
            for (int i = 0; i < known.size(); i++) {
                within.add(Unknown.of(stored.get(i), known.get(i)));
            }
            return within.stream().anyMatch(Optional::isPresent)
                    ? Optional.of(new OfArray(known, within))
                    : Optional.empty();
        }

        @Override
        public JsonValue into(JsonValue value) {
            return value instanceof JsonArray array ? new JsonArray(into(array.elements())) : value;
        }

        private List<JsonValue> into(List<JsonValue> elements) {
            Map<JsonValue, Deque<Integer>> places = places();
            List<Optional<Integer>> found = new ArrayList<>();
            for (JsonValue element : elements) {
                found.add(Optional.ofNullable(places.get(element)).map(Deque::poll));
            }
            boolean inPlace = elements.size() == known.size();
            boolean[] taken = taken(found);
            List<JsonValue> whole = new ArrayList<>();
            for (int i = 0; i < elements.size(); i++) {
                Optional<Integer> same = inPlace && !taken[i] ? Optional.of(i) : Optional.empty();
                whole.add(into(elements.get(i), found.get(i).or(() -> same)));
            }
            return whole;
        }

        private JsonValue into(JsonValue element, Optional<Integer> place) {
            return place.flatMap(within::get)
                    .map(unknown -> unknown.into(element))
                    .orElse(element);
        }

        private boolean[] taken(List<Optional<Integer>> found) {
            boolean[] taken = new boolean[known.size()];
            found.forEach(place -> place.ifPresent(it -> taken[it] = true));
            return taken;
        }

        /** Where each element was; equal ones in their order. */
        private Map<JsonValue, Deque<Integer>> places() {
            Map<JsonValue, Deque<Integer>> places = new HashMap<>();
            for (int i = 0; i < known.size(); i++) {
                places.computeIfAbsent(known.get(i), any -> new ArrayDeque<>()).add(i);
            }
            return places;
        }

        /** Without a value in its text. */
        @Override
        public String toString() {
            return "OfArray[" + within.size() + " elements]";
        }
    }
}
