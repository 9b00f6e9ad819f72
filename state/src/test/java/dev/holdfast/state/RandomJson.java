// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;

/**
 * Random trees. Names that begin with {@code k} stand for fields that an older type knows, those with {@code u} for fields
 * that it does not.
 */
final class RandomJson {

    private static final int CASES = 300;
    private static final String TEXT = "az \"\\/\n\u00e4\u20ac\ud83d\ude00";

    private final Random random;

    private RandomJson(long seed) {
        this.random = new Random(seed);
    }

    /** Runs a property for many seeds; a failure names the one to run it with again. */
    static void forAll(Consumer<RandomJson> property) {
        Long chosen = Long.getLong("holdfast.seed");
        long first = chosen != null ? chosen : System.nanoTime();
        int cases = chosen != null ? 1 : CASES;
        for (long seed = first; seed < first + cases; seed++) {
            try {
                property.accept(new RandomJson(seed));
            } catch (RuntimeException | AssertionError e) {
                Assertions.fail("again with -Dholdfast.seed=" + seed, e);
            }
        }
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance() {
        return random.nextBoolean();
    }

    /** Up to four levels of fields of the given kinds, such as {@code "ku"}. */
    JsonObject object(String kinds) {
        return object(kinds, 4);
    }

    private JsonObject object(String kinds, int depth) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        int count = below(5);
        for (int i = 0; i < count; i++) {
            fields.put(name(kinds), value(kinds, depth - 1));
        }
        return JsonObject.of(fields);
    }

    String name(String kinds) {
        return kinds.charAt(below(kinds.length())) + Integer.toString(below(6));
    }

    JsonValue value(String kinds) {
        return value(kinds, 2);
    }

    private JsonValue value(String kinds, int depth) {
        return switch (below(depth > 0 ? 9 : 6)) {
            case 0 -> JsonValue.of(random.nextLong());
            case 1 -> JsonValue.of(random.nextInt(100) / 8.0);
            case 2 -> JsonValue.of(text());
            case 3 -> JsonValue.of(chance());
            case 4 -> JsonNull.NULL;
            case 5 -> JsonValue.of(below(3));
            case 6 -> array(kinds, depth - 1);
            default -> object(kinds, depth);
        };
    }

    private JsonArray array(String kinds, int depth) {
        List<JsonValue> elements = new ArrayList<>();
        int count = below(4);
        for (int i = 0; i < count; i++) {
            elements.add(value(kinds, depth));
        }
        return new JsonArray(elements);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = below(6);
        for (int i = 0; i < length; i++) {
            int at = below(TEXT.codePointCount(0, TEXT.length()));
            text.appendCodePoint(TEXT.codePointAt(TEXT.offsetByCodePoints(0, at)));
        }
        return text.toString();
    }
}
