// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static dev.holdfast.testkit.CodecExamples.EVERYTHING_STORED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.holdfast.state.Codec.Mode;
import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.JsonValue;
import dev.holdfast.testkit.CodecExamples.Deep;
import dev.holdfast.testkit.CodecExamples.Everything;
import dev.holdfast.testkit.CodecExamples.Point;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Text that is broken, or made to harm, comes to the same end with every codec. */
abstract class HostileJsonContract extends CodecPart {

    HostileJsonContract(CodecContract contract) {
        super(contract);
    }

    @TestFactory
    Stream<DynamicTest> hostileTextIsRefused() {
        return HostileJson.TEXTS.stream()
                .map(text -> dynamicTest(text.name(), () -> {
                    for (Mode mode : Mode.values()) {
                        assertRefused(text, Point.class, text.bytes(), mode);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> hostileValuesAreRefusedAlsoWhereNobodyLooks() {
        return HostileJson.VALUES.stream()
                .map(value -> dynamicTest(
                        value.name(),
                        () -> assertRefused(
                                value, Point.class, value.within("{\"x\":1,\"y\":2,\"z\":", "}"), Mode.LENIENT)));
    }

    @TestFactory
    Stream<DynamicTest> hostileStringsAreRefusedWhereTheyAreRead() {
        return HostileJson.VALUES.stream()
                .filter(value -> value.json().startsWith("\""))
                .flatMap(value -> Stream.of("text", "nick", "note")
                        .map(component -> dynamicTest(component + ": " + value.name(), () -> {
                            byte[] text = value.within("{\"" + component + "\":", "}");
                            assertRefused(value, Everything.class, text, Mode.EXACT);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> hostileNumbersAreRefusedWhereTheyAreRead() {
        return HostileJson.VALUES.stream()
                .filter(value -> value.json().matches("[-+.]?[0-9].*|[-+]?(NaN|Infinity)"))
                .filter(value -> !value.json().contains("\n"))
                .flatMap(value -> Stream.of("real", "rough", "decimal")
                        .map(component -> dynamicTest(component + ": " + value.name(), () -> {
                            byte[] text = value.within("{\"" + component + "\":", "}");
                            assertRefused(value, Everything.class, text, Mode.EXACT);
                        })));
    }

    @Test
    void aTypeInItselfIsReadToTheLimitAndNoFurther() {
        String open = "{\"more\":[";
        int half = JsonValue.MAX_DEPTH / 2;
        assertThat(decode(Deep.class, utf8(open.repeat(half) + "]}".repeat(half)), Mode.EXACT))
                .isNotNull();
        int more = half + 1;
        byte[] tooDeep = utf8(open.repeat(more) + "]}".repeat(more));
        assertThat(refused(Deep.class, tooDeep, Mode.EXACT).kind()).isEqualTo(Kind.LIMIT);
    }

    @Test
    void textIsReadUpToTheLimitAndNoFurther() {
        byte[] text = new byte[JsonValue.MAX_BYTES + 1];
        Arrays.fill(text, (byte) ' ');
        byte[] point = utf8("{\"x\":1,\"y\":2}");
        System.arraycopy(point, 0, text, 0, point.length);
        assertThat(codec(Point.class).decode(text, 0, text.length - 1, Mode.EXACT))
                .isEqualTo(new Point(1, 2));
        assertThat(refused(Point.class, text, Mode.EXACT).kind()).isEqualTo(Kind.LIMIT);
    }

    @Test
    void longStringsAndKeysAreRead() {
        String text = "\ud83d\ude00\\".repeat(100_000);
        Everything value = decode(
                Everything.class,
                EVERYTHING_STORED.with("text", text).with("places", Map.of(text, json("{\"x\":1,\"y\":2}"))),
                Mode.EXACT);
        assertThat(value.text()).isEqualTo(text);
        assertThat(value.places()).containsOnlyKeys(text);
    }

    private void assertRefused(HostileJson hostile, Class<?> type, byte[] text, Mode mode) {
        assertThat(refused(type, text, mode).kind()).isEqualTo(hostile.kind());
    }
}
