// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.state.Codec;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.JsonNull;
import dev.holdfast.state.JsonNumber;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonString;
import dev.holdfast.state.JsonValue;
import dev.holdfast.testkit.CodecExamples.Choosy;
import dev.holdfast.testkit.CodecExamples.Deep;
import dev.holdfast.testkit.CodecExamples.Everything;
import dev.holdfast.testkit.CodecExamples.Look;
import dev.holdfast.testkit.CodecExamples.Point;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Codecs by hand, as an app's author writes them. */
final class TreeCodecContractTest extends CodecContract {

    private static final Map<Class<?>, Codec<?>> CODECS = Map.of(
            Point.class, Codec.ofTree(TreeCodecContractTest::tree, TreeCodecContractTest::point),
            Everything.class, Codec.ofTree(TreeCodecContractTest::tree, TreeCodecContractTest::everything),
            Deep.class, Codec.ofTree(TreeCodecContractTest::tree, TreeCodecContractTest::deep),
            Choosy.class, Codec.ofTree(TreeCodecContractTest::tree, TreeCodecContractTest::choosy));

    @Override
    @SuppressWarnings("unchecked")
    protected <T> Codec<T> codec(Class<T> type) {
        return (Codec<T>) Objects.requireNonNull(CODECS.get(type));
    }

    private static JsonObject tree(Point point) {
        return JsonObject.empty().with("x", point.x()).with("y", point.y());
    }

    private static Point point(JsonObject data) {
        return new Point(whole(data, "x"), whole(data, "y"));
    }

    private static JsonObject tree(Deep deep) {
        return JsonObject.empty()
                .with(
                        "more",
                        deep.more().stream().map(TreeCodecContractTest::tree).toList());
    }

    private static Deep deep(JsonObject data) {
        return new Deep(
                data.array("more").stream().map(it -> deep((JsonObject) it)).toList());
    }

    private static JsonObject tree(Choosy choosy) {
        return JsonObject.empty().with("names", choosy.names()).with("limit", choosy.limit());
    }

    private static Choosy choosy(JsonObject data) {
        return new Choosy(
                data.array("names").stream().map(it -> ((JsonString) it).text()).toList(), whole(data, "limit"));
    }

    private static JsonObject tree(Everything it) {
        Map<String, JsonObject> places = new LinkedHashMap<>();
        it.places().forEach((name, point) -> places.put(name, tree(point)));
        return JsonObject.empty()
                .with("text", it.text())
                .with("truth", it.truth())
                .with("whole", it.whole())
                .with("large", it.large())
                .with("real", it.real())
                .with("rough", it.rough())
                .with("decimal", it.decimal())
                .with("huge", it.huge())
                .with("at", it.at().toString())
                .with("look", it.look().name())
                .with("point", tree(it.point()))
                .with(
                        "points",
                        it.points().stream().map(TreeCodecContractTest::tree).toList())
                .with("places", places)
                .with("nick", it.nick())
                .with("note", Optional.ofNullable(it.note()));
    }

    private static Everything everything(JsonObject data) {
        Map<String, Point> places = new LinkedHashMap<>();
        data.object("places").fields().forEach((name, value) -> places.put(name, point((JsonObject) value)));
        return new Everything(
                data.string("text"),
                data.bool("truth"),
                whole(data, "whole"),
                data.integer("large"),
                data.number("real"),
                rough(data.number("rough")),
                decimal(data, "decimal"),
                new BigInteger(lexeme(data, "huge")),
                Instant.parse(data.string("at")),
                Look.valueOf(data.string("look")),
                point(data.object("point")),
                data.array("points").stream().map(it -> point((JsonObject) it)).toList(),
                places,
                optional(data, "nick"),
                optional(data, "note").orElse(null));
    }

    private static int whole(JsonObject data, String name) {
        return Math.toIntExact(data.integer(name));
    }

    private static float rough(double number) {
        float rough = (float) number;
        if (Float.isInfinite(rough) && !Double.isInfinite(number)) {
            throw new ArithmeticException();
        }
        return rough;
    }

    private static BigDecimal decimal(JsonObject data, String name) {
        return new BigDecimal(lexeme(data, name));
    }

    private static String lexeme(JsonObject data, String name) {
        return ((JsonNumber) present(data, name)).lexeme();
    }

    private static Optional<String> optional(JsonObject data, String name) {
        return present(data, name) == JsonNull.NULL ? Optional.empty() : Optional.of(data.string(name));
    }

    private static JsonValue present(JsonObject data, String name) {
        return data.get(name).orElseThrow(() -> new CodecException(Kind.MISSING, List.of(name), "it is not there"));
    }
}
