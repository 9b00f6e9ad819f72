// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static dev.holdfast.testkit.CodecExamples.EVERYTHING;
import static dev.holdfast.testkit.CodecExamples.EVERYTHING_STORED;
import static dev.holdfast.testkit.CodecExamples.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.state.Codec;
import dev.holdfast.state.Codec.Mode;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import dev.holdfast.testkit.CodecExamples.Choosy;
import dev.holdfast.testkit.CodecExamples.Deep;
import dev.holdfast.testkit.CodecExamples.Everything;
import dev.holdfast.testkit.CodecExamples.Look;
import dev.holdfast.testkit.CodecExamples.Point;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written comes back, and looks as it should. */
abstract class RoundTripContract extends CodecPart {

    private static final int VALUES = 200;

    RoundTripContract(CodecContract contract) {
        super(contract);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (Object value : List.of(
                EVERYTHING,
                NOTHING,
                new Point(1, 2),
                new Deep(List.of(new Deep(List.of()))),
                new Choosy(List.of(), 1))) {
            assertComesBack(value);
        }
    }

    @Test
    void anyValueIsReadAgain() {
        Random random = new Random(20261122);
        for (int i = 0; i < VALUES; i++) {
            assertComesBack(random(random));
        }
    }

    private void assertComesBack(Object value) {
        for (Layout layout : Layout.values()) {
            byte[] json = encode(value, layout);
            assertThat(decode((Class<?>) value.getClass(), json, Mode.EXACT)).isEqualTo(value);
            assertThat(encode(value, layout)).isEqualTo(json);
        }
    }

    private static Everything random(Random random) {
        double real = Double.longBitsToDouble(random.nextLong());
        return new Everything(
                text(random),
                random.nextBoolean(),
                random.nextInt(),
                random.nextLong(),
                real,
                Float.intBitsToFloat(random.nextInt()),
                new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(60) - 30),
                new BigInteger(random.nextInt(200), random).negate(),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                random.nextBoolean() ? Look.LIGHT : Look.DARK,
                new Point(random.nextInt(), 0),
                List.of(new Point(0, random.nextInt())),
                Map.of(text(random), new Point(1, 1)),
                Optional.of(text(random)).filter(it -> random.nextBoolean()),
                random.nextBoolean() ? null : text(random));
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(20), 0, Character.MAX_CODE_POINT + 1)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void whatIsStoredIsTheSameWithEveryCodec() {
        assertThat(JsonValue.parse(encode(EVERYTHING, Layout.COMPACT))).isEqualTo(EVERYTHING_STORED);
        assertThat(decode(Everything.class, EVERYTHING_STORED, Mode.EXACT)).isEqualTo(EVERYTHING);
    }

    @Test
    void nullsAndEmptyValuesAreWritten() {
        JsonObject stored = (JsonObject) JsonValue.parse(encode(NOTHING, Layout.COMPACT));
        assertThat(stored.fields())
                .containsEntry("nick", json("null"))
                .containsEntry("points", json("[]"))
                .containsEntry("places", json("{}"))
                .containsEntry("note", json("\"\""));
    }

    @Test
    void compactHasNoWhitespace() {
        assertThat(text(new Deep(List.of(new Deep(List.of()))), Layout.COMPACT))
                .isEqualTo("{\"more\":[{\"more\":[]}]}");
    }

    @Test
    void prettyIsIndentedAsAFieldOfAnObject() {
        assertThat(text(new Deep(List.of(new Deep(List.of()))), Layout.PRETTY)).isEqualTo("""
                        {
                            "more": [
                              {
                                "more": []
                              }
                            ]
                          }""");
    }

    private String text(Object value, Layout layout) {
        return new String(encode(value, layout), StandardCharsets.UTF_8);
    }

    @Test
    void numbersThatAreNotFiniteAreStrings() {
        for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Everything value = decode(
                    Everything.class, EVERYTHING_STORED.with("real", number).with("rough", number), Mode.EXACT);
            assertThat(Double.valueOf(value.real())).isEqualTo(Double.valueOf(number));
            assertThat(Float.valueOf(value.rough())).isEqualTo(Float.valueOf(number));
            JsonObject stored = (JsonObject) JsonValue.parse(encode(value, Layout.COMPACT));
            assertThat(stored.string("real")).isEqualTo(Float.toString(number));
            assertThat(stored.string("rough")).isEqualTo(Float.toString(number));
        }
    }

    @Test
    void onlyThePartIsReadAndNothingIsChanged() {
        byte[] bytes = utf8("{]{\"x\":2,\"y\":1}[}");
        byte[] before = bytes.clone();
        assertThat(codec(Point.class).decode(bytes, 2, bytes.length - 4, Mode.EXACT))
                .isEqualTo(new Point(2, 1));
        assertThat(bytes).isEqualTo(before);
    }

    @Test
    void whitespaceAndAByteOrderMarkArePassedOver() {
        assertThat(decode(Point.class, utf8("\ufeff \n\t\r{ \"x\" : 2 ,\"y\":1}\n"), Mode.EXACT))
                .isEqualTo(new Point(2, 1));
    }

    @Test
    void anyNumberOfThreadsUsesOneCodec() {
        Codec<Everything> codec = codec(Everything.class);
        byte[] json = codec.encode(EVERYTHING, Layout.PRETTY);
        Threads.run(4, number -> {
            for (int i = 0; i < VALUES; i++) {
                assertThat(codec.decode(json, 0, json.length, Mode.EXACT)).isEqualTo(EVERYTHING);
                assertThat(codec.encode(EVERYTHING, Layout.PRETTY)).isEqualTo(json);
            }
        });
    }
}
