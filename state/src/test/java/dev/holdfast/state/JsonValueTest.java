// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.state.CodecException.Kind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonValueTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "\"\"",
                "\"\\\"\\\\\\n\\u0000\u00e4\u20ac\uD83D\uDE00\"",
                "0",
                "-0",
                "1.0",
                "1E5",
                "12345678901234567890.123456789012345678901234567890e-7",
                "[]",
                "{}",
                "[1,[2,{\"a\":null}],\"x\"]",
                "{\"b\":1,\"a\":{\"c\":[]},\"\":false}"
            })
    void whatIsParsedPrintsAsItWas(String text) {
        assertThat(compact(parse(text))).isEqualTo(text);
        assertThat(JsonValue.parse(parse(text).print(Layout.PRETTY))).isEqualTo(parse(text));
    }

    @Test
    void prettyIsTheLayoutOfTheSeedsPrinter() {
        assertThat(new String(
                        parse("{\"a\":[1,{\"b\":2}],\"c\":[],\"d\":{}}").print(Layout.PRETTY), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {
                          "a": [
                            1,
                            {
                              "b": 2
                            }
                          ],
                          "c": [],
                          "d": {}
                        }""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "{",
                "[1,]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "'a'",
                "\"a",
                "01",
                "+1",
                ".5",
                "1.",
                "NaN",
                "Infinity",
                "1 2",
                "{} {}",
                "{}]",
                "/* */ 1",
                "{\"a\":1,\"a\":2}",
                "[{\"a\":1,\"b\":1,\"\\u0061\":2}]",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "{\"\\ud800\":1}",
                "\"\u0001\"",
                "\"\\x\""
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED));
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        for (byte[] bytes : List.of(
                new byte[] {'"', (byte) 0xc3, '"'},
                new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
                "[\"eight letters, then half of a pair\", \"\\ud83d\"]".getBytes(StandardCharsets.UTF_8),
                "[\"eight letters\", \"\\\\\\ud83d\\\\ude00\"]".getBytes(StandardCharsets.UTF_8),
                "\"a\"".getBytes(StandardCharsets.UTF_16LE))) {
            assertThatThrownBy(() -> JsonValue.parse(bytes))
                    .isInstanceOfSatisfying(
                            CodecException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED));
        }
    }

    @Test
    void depthAndNumbersHaveLimitsForReadingAndWriting() {
        String deepest = "[".repeat(JsonValue.MAX_DEPTH) + "]".repeat(JsonValue.MAX_DEPTH);
        assertThat(compact(parse(deepest))).isEqualTo(deepest);
        assertLimit(() -> parse("[" + deepest + "]"));
        JsonValue tooDeep = new JsonArray(List.of(parse(deepest)));
        assertLimit(() -> tooDeep.print(Layout.COMPACT));

        String longest = "1".repeat(JsonValue.MAX_NUMBER_LENGTH);
        assertThat(compact(parse(longest))).isEqualTo(longest);
        assertLimit(() -> parse(longest + "1"));
        assertLimit(() -> new JsonNumber(longest + "1"));
        assertLimit(() -> JsonValue.parse(new byte[JsonValue.MAX_BYTES + 1]));
    }

    private static void assertLimit(Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT));
    }

    @Test
    void javaValuesBecomeJson() {
        assertThat(JsonValue.of(Map.of(
                        "a",
                        List.of(
                                1,
                                2L,
                                0.5,
                                new BigDecimal("1.50"),
                                "x",
                                true,
                                Optional.empty(),
                                Optional.of('x' + "")))))
                .isEqualTo(parse("{\"a\":[1,2,0.5,1.50,\"x\",true,null,\"x\"]}"));
        assertThat(JsonValue.of(List.of(Double.NaN, Float.NEGATIVE_INFINITY)))
                .isEqualTo(parse("[\"NaN\",\"-Infinity\"]"));
        for (Object strange : List.of(new Object(), Map.of(1, 2), "\ud800", 'c')) {
            assertThatIllegalArgumentException().isThrownBy(() -> JsonValue.of(strange));
        }
    }

    @Test
    void wholeNumbersAreExactOrRefused() {
        assertThat(new JsonNumber("1e3").longValue()).isEqualTo(1000);
        for (String lexeme : List.of("0.5", "9223372036854775808", "1e999999999", "1e99999999999")) {
            assertThatThrownBy(() -> new JsonNumber(lexeme).longValue())
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("Not a whole number of 64 bits");
        }
    }

    @Test
    void doublesAreTheNearestOrRefused() {
        assertThat(new JsonNumber("1e3").doubleValue()).isEqualTo(1000);
        assertThat(new JsonNumber("1e-999").doubleValue()).isZero();
        for (String lexeme : List.of("1e309", "-1e99999999999", "9".repeat(400))) {
            assertThatThrownBy(() -> new JsonNumber(lexeme).doubleValue())
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("Beyond a double");
        }
    }

    @Test
    void treesAreImmutable() {
        JsonObject object = (JsonObject) parse("{\"a\":[1]}");

        assertThatThrownBy(() -> object.fields().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> object.array("a").clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void toStringTellsTheShapeAndNoValue() {
        assertThat(parse("[{\"key\":\"secret\"},7,true,null]").toString()).isEqualTo("array of 4");
        assertThat(parse("{\"key\":\"secret\"}").toString()).isEqualTo("object of 1");
        assertThat(((JsonArray) parse("[\"secret\",7,true,null]")).elements().toString())
                .isEqualTo("[string, number, boolean, null]");
    }

    @Test
    void randomTreesSurvivePrintingAndParsing() {
        Random random = new Random(20261122);
        for (int i = 0; i < 300; i++) {
            JsonValue tree = tree(random, 4);
            assertThat(JsonValue.parse(tree.print(Layout.COMPACT))).isEqualTo(tree);
            assertThat(JsonValue.parse(tree.print(Layout.PRETTY))).isEqualTo(tree);
        }
    }

    private static JsonValue tree(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> JsonNumber.of(random.nextLong());
            case 1 -> JsonBoolean.of(random.nextBoolean());
            case 2 -> JsonNull.NULL;
            case 3 -> new JsonString(text(random));
            case 4 ->
                new JsonArray(IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> tree(random, depth - 1))
                        .toList());
            default -> {
                JsonObject object = JsonObject.empty();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object = object.with(text(random), tree(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(6), 0, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static JsonValue parse(String text) {
        return JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String compact(JsonValue value) {
        return new String(value.print(Layout.COMPACT), StandardCharsets.UTF_8);
    }
}
