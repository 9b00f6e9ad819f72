// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.state.JsonArray;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether two values were stored alike. */
final class Alike {

    private Alike() {}

    /**
     * The same JSON; where the values are equal, arrays may be in another order: sets have none.
     */
    static boolean are(JsonValue one, JsonValue other, boolean equal) {
        return one.equals(other) || (equal && sorted(one).equals(sorted(other)));
    }

    private static JsonValue sorted(JsonValue value) {
        if (value instanceof JsonArray array) {
            return new JsonArray(array.elements().stream()
                    .map(Alike::sorted)
                    .sorted(Comparator.comparing(Alike::text))
                    .toList());
        } else if (value instanceof JsonObject object) {
            Map<String, JsonValue> fields = new TreeMap<>();
            object.fields().forEach((name, field) -> fields.put(name, sorted(field)));
            return JsonObject.of(fields);
        }
        return value;
    }

    /** A line for each place where they differ. */
    static List<String> differences(JsonValue one, JsonValue other) {
        List<String> lines = new ArrayList<>();
        compare("data", one, other, lines);
        return lines;
    }

    private static void compare(String path, JsonValue one, JsonValue other, List<String> lines) {
        if (one instanceof JsonObject before && other instanceof JsonObject after) {
            Set<String> names = new TreeSet<>(before.fields().keySet());
            names.addAll(after.fields().keySet());
            for (String name : names) {
                compareFields(path + "." + name, before, after, name, lines);
            }
        } else if (!one.equals(other)) {
            lines.add(path + ": " + text(one) + " -> " + text(other));
        }
    }

    private static void compareFields(
            String path, JsonObject before, JsonObject after, String name, List<String> lines) {
        if (before.get(name).isPresent() && after.get(name).isPresent()) {
            compare(path, before.get(name).get(), after.get(name).get(), lines);
        } else {
            String was = before.get(name).map(Alike::text).orElse("(nothing)");
            lines.add(path + ": " + was + " -> "
                    + after.get(name).map(Alike::text).orElse("(nothing)"));
        }
    }

    private static String text(JsonValue value) {
        return new String(value.print(Layout.COMPACT), StandardCharsets.UTF_8);
    }
}
