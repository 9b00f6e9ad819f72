// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The types that {@link CodecContract} asks codecs for. What generates code takes them from here. */
public final class CodecExamples {

    private CodecExamples() {}

    /** A record of two numbers. */
    public record Point(int x, int y) {}

    /** An enum whose text is not its name. */
    public enum Look {
        /** As by day. */
        LIGHT,
        /** As by night. */
        DARK;

        @Override
        public String toString() {
            return "a nice " + name();
        }
    }

    /** One component of each kind. */
    public record Everything(
            String text,
            boolean truth,
            int whole,
            long large,
            double real,
            float rough,
            BigDecimal decimal,
            BigInteger huge,
            Instant at,
            Look look,
            Point point,
            List<Point> points,
            Map<String, Point> places,
            Optional<String> nick,
            @Nullable String note) {}

    /** A type in itself. */
    public record Deep(List<Deep> more) {}

    /** A type that refuses some of its values, and all that lack names. */
    public record Choosy(List<String> names, int limit) {

        /** Copies the names; refuses 4711. */
        public Choosy {
            names = List.copyOf(names);
            if (limit == 4711) {
                throw new IllegalArgumentException("not " + limit);
            }
        }

        /** Derived: no component, and not stored. */
        public int getCount() {
            return names.size();
        }
    }

    static final Everything EVERYTHING = new Everything(
            "\"\\/\b\f\n\r\t\u0000\u00e4\u20ac\ud83d\ude00\u2028\uffff",
            true,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            -0.1,
            0.1f,
            new BigDecimal("1.500"),
            BigInteger.TEN.pow(900),
            Instant.parse("2026-11-22T10:15:30.123456789Z"),
            Look.DARK,
            new Point(2, 1),
            List.of(new Point(3, 4), new Point(-5, 0)),
            Map.of("home \ud83d\ude00", new Point(6, 7)),
            Optional.of("nick"),
            null);

    /** How it is stored, by whatever codec. */
    static final JsonObject EVERYTHING_STORED =
            (JsonObject) JsonValue.parse("""
            {
              "text": "\\"\\\\/\\b\\f\\n\\r\\t\\u0000\u00e4\u20ac\\ud83d\\ude00\\u2028\uffff",
              "truth": true,
              "whole": -2147483648,
              "large": 9223372036854775807,
              "real": -0.1,
              "rough": 0.1,
              "decimal": 1.500,
              "huge": 1%s,
              "at": "2026-11-22T10:15:30.123456789Z",
              "look": "DARK",
              "point": {"x": 2, "y": 1},
              "points": [{"x": 3, "y": 4}, {"x": -5, "y": 0}],
              "places": {"home \ud83d\ude00": {"x": 6, "y": 7}},
              "nick": "nick",
              "note": null
            }
            """.formatted("0".repeat(900)).getBytes(StandardCharsets.UTF_8));

    static final Everything NOTHING = new Everything(
            "",
            false,
            0,
            0,
            0,
            0,
            BigDecimal.ZERO,
            BigInteger.ZERO,
            Instant.EPOCH,
            Look.LIGHT,
            new Point(0, 0),
            List.of(),
            Map.of(),
            Optional.empty(),
            "");
}
