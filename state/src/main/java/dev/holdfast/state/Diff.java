// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where two JSON trees differ. Its text is a line for each difference, without values: fit for a log or a bug report as far
 * as names of fields are. Objects are compared by the names of their fields. In arrays, what is alike at both ends is left
 * out, and the elements between are compared one by one: this takes time in proportion to the trees' size.
 *
 * @param differences in the order of the first tree, what was added last; empty if the trees are equal
 */
public record Diff(List<Difference> differences) {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_-]+");

    /** Copies the list. */
    public Diff {
        differences = List.copyOf(differences);
    }

    /** What leads from one tree to another. */
    public static Diff between(JsonValue before, JsonValue after) {
        List<Difference> found = new ArrayList<>();
        compare("", before, after, found);
        return new Diff(found);
    }

    /** Whether the trees are equal. */
    public boolean isEmpty() {
        return differences.isEmpty();
    }

    /** The text with the values in it, for eyes that may see them. */
    public String withValues() {
        return differences.stream().map(Difference::withValues).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return differences.stream().map(Difference::toString).collect(Collectors.joining("\n"));
    }

    private static void compare(String path, JsonValue before, JsonValue after, List<Difference> found) {
        if (before instanceof JsonObject old && after instanceof JsonObject now) {
            compareFields(path, old, now, found);
        } else if (before instanceof JsonArray old && after instanceof JsonArray now) {
            compareElements(path, old.elements(), now.elements(), found);
        } else if (!before.equals(after)) {
            found.add(difference(path, Optional.of(before), Optional.of(after)));
        }
    }

    private static void compareFields(String path, JsonObject before, JsonObject after, List<Difference> found) {
        Set<String> names = new LinkedHashSet<>(before.fields().keySet());
        names.addAll(after.fields().keySet());
        for (String name : names) {
            String place = path.isEmpty() ? quoted(name) : path + "." + quoted(name);
            compareOptional(place, before.get(name), after.get(name), found);
        }
    }

    private static void compareOptional(
            String path, Optional<JsonValue> before, Optional<JsonValue> after, List<Difference> found) {
        if (before.isPresent() && after.isPresent()) {
            compare(path, before.get(), after.get(), found);
        } else {
            found.add(difference(path, before, after));
        }
    }

    private static void compareElements(
            String path, List<JsonValue> before, List<JsonValue> after, List<Difference> found) {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && fromEnd(before, tail).equals(fromEnd(after, tail))) {
            tail++;
        }
        int longer = Math.max(before.size(), after.size()) - tail;
        for (int i = head; i < longer; i++) {
            compareOptional(
                    path + "[" + i + "]",
                    element(before, i, before.size() - tail),
                    element(after, i, after.size() - tail),
                    found);
        }
    }

    private static JsonValue fromEnd(List<JsonValue> elements, int index) {
        return elements.get(elements.size() - 1 - index);
    }

    private static Optional<JsonValue> element(List<JsonValue> elements, int index, int end) {
        return index < end ? Optional.of(elements.get(index)) : Optional.empty();
    }

    private static Difference difference(String path, Optional<JsonValue> before, Optional<JsonValue> after) {
        return new Difference(path.isEmpty() ? "$" : path, before, after);
    }

    private static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : Difference.text(JsonValue.of(name));
    }
}
