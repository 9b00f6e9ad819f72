// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One place where two JSON trees differ. Its text tells the place and the kinds of values, never a value.
 *
 * @param path names joined by dots, with indices of arrays in brackets, as in {@code rooms[2].name}; a name that is not
 *     made of letters, digits, {@code _} and {@code -} is quoted, and the whole tree's path is {@code $}
 * @param before empty if there was nothing
 * @param after empty if there is nothing
 */
public record Difference(String path, Optional<JsonValue> before, Optional<JsonValue> after) {

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    /** The same with both values in it, for eyes that may see them. */
    public String withValues() {
        return text(value(before), value(after));
    }

    @Override
    public String toString() {
        return text(kind(before), kind(after));
    }

    private String text(String old, String now) {
        if (before.isEmpty()) {
            return "+ " + path + ": " + now;
        }
        return after.isEmpty() ? "- " + path + ": " + old : "~ " + path + ": " + old + " -> " + now;
    }

    private static String kind(Optional<JsonValue> value) {
        return value.map(JsonValue::toString).orElse("");
    }

    private static String value(Optional<JsonValue> value) {
        return value.map(Difference::text).orElse("");
    }

    /** A value as JSON in which nothing is unseen or turns the direction of a line: such characters are escaped. */
    static String text(JsonValue value) {
        String json = new String(value.print(Layout.COMPACT), StandardCharsets.UTF_8);
        return UNSEEN.matcher(json).replaceAll(unseen -> Matcher.quoteReplacement(escaped(unseen.group())));
    }

    private static String escaped(String text) {
        return text.chars().mapToObj(unit -> String.format("\\u%04x", unit)).collect(Collectors.joining());
    }
}
