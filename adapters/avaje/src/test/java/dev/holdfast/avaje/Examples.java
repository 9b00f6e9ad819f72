// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import dev.holdfast.testkit.CodecExamples;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Types whose adapters are generated when the tests are compiled. */
@Json.Import({
    CodecExamples.Point.class,
    CodecExamples.Everything.class,
    CodecExamples.Deep.class,
    CodecExamples.Choosy.class
})
public final class Examples {

    private Examples() {}

    @Json
    @Json.SubTypes({
        @Json.SubType(type = Circle.class, name = "circle"),
        @Json.SubType(type = Square.class, name = "square"),
        @Json.SubType(type = Group.class, name = "group")
    })
    public sealed interface Shape {}

    public record Circle(double radius) implements Shape {}

    public record Square(int side, @Nullable String label) implements Shape {}

    public record Group(List<Shape> shapes) implements Shape {}

    @Json
    public record Drawing(String title, List<Shape> shapes) {}

    @Json
    public record Renamed(
            @Json.Alias("before") int now,
            @Json.Property("the_name") String name) {}

    @Json
    public record Open(int known, @Json.Unmapped Map<String, Object> rest) {}

    @Json
    @SuppressWarnings("ArrayRecordComponent") // arrays are what is tried
    public record Optionals(
            Optional<Drawing> drawing, OptionalInt whole, OptionalLong large, OptionalDouble real, byte[] bytes) {}

    @Json
    public record Raw(@Json.Raw String json) {}

    @Json
    @SuppressWarnings("ArrayRecordComponent") // arrays are what is tried
    public record Wide(
            @Nullable Float rough,
            short few,
            byte small,
            char letter,
            int[] numbers,
            Map<String, List<Integer>> more) {}
}
