// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.state.Codec;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

final class JacksonCodecTest {

    enum Theme {
        LIGHT,
        DARK;

        @Override
        public String toString() {
            return "a nice " + name();
        }
    }

    record Point(int y, int x) {}

    record Settings(
            String theme,
            List<String> pinned,
            Map<String, Point> places,
            Optional<String> nick,
            @Nullable String note,
            Theme look) {}

    record Times(Instant at, LocalDate day, Duration length, OffsetDateTime offset, ZonedDateTime zoned) {}

    record Numbers(byte b, long l, double d, float f, BigDecimal decimal, BigInteger integer, boolean truth, char c) {}

    record Deep(Map<String, List<Deep>> more) {}

    record Choosy(int value) {
        Choosy {
            if (value == 4711) {
                throw new IllegalArgumentException("not " + value);
            }
        }
    }

    static final class Open {
        public int known;
        private final Map<String, Point> rest = new HashMap<>();

        @JsonAnySetter
        void put(String key, Point value) {
            rest.put(key, value);
        }
    }

    private static final Settings SETTINGS = new Settings(
            "light", List.of("a", "b"), Map.of("home", new Point(2, 1)), Optional.empty(), null, Theme.DARK);

    private final JacksonCodecs codecs = new JacksonCodecs();

    @Test
    void recordsAreWrittenInTheOrderOfTheirComponentsWithNullsAndNames() {
        assertThat(text(codec(Settings.class).encode(SETTINGS, Layout.COMPACT)))
                .isEqualTo("{\"theme\":\"light\",\"pinned\":[\"a\",\"b\"],\"places\":{\"home\":{\"y\":2,\"x\":1}},"
                        + "\"nick\":null,\"note\":null,\"look\":\"DARK\"}");
    }

    @Test
    void prettyIsIndentedAsAFieldOfAnObject() {
        assertThat(text(codec(Point.class).encode(new Point(2, 1), Layout.PRETTY)))
                .isEqualTo("{\n    \"y\": 2,\n    \"x\": 1\n  }");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        assertRoundTrip(Settings.class, SETTINGS);
        assertRoundTrip(
                Times.class,
                new Times(
                        Instant.parse("2026-11-22T10:15:30.123456789Z"),
                        LocalDate.of(2026, 11, 22),
                        Duration.ofMillis(1501),
                        OffsetDateTime.parse("2026-11-22T10:15:30+05:30"),
                        ZonedDateTime.parse("2026-11-22T10:15:30+01:00[Europe/Vienna]")));
        assertRoundTrip(
                Numbers.class,
                new Numbers(
                        (byte) -1,
                        Long.MIN_VALUE,
                        Double.MIN_VALUE,
                        0.1f,
                        new BigDecimal("1.500"),
                        BigInteger.TEN.pow(900),
                        true,
                        '\u20ac'));
        assertRoundTrip(String.class, "\"\u0000\uD83D\uDE00");
        assertRoundTrip(Deep.class, new Deep(Map.of("k", List.of(new Deep(Map.of())))));
    }

    private <T> void assertRoundTrip(Class<T> type, T value) {
        for (Layout layout : Layout.values()) {
            byte[] bytes = codec(type).encode(value, layout);
            assertThat(codec(type).decode(bytes, 0, bytes.length, Codec.Mode.EXACT))
                    .isEqualTo(value);
        }
    }

    @Test
    void onlyTheSliceIsRead() {
        byte[] bytes = utf8("xx{\"y\":2,\"x\":1}yy");

        assertThat(codec(Point.class).decode(bytes, 2, bytes.length - 4, Codec.Mode.EXACT))
                .isEqualTo(new Point(2, 1));
    }

    @Test
    void anUnknownFieldIsAnErrorUnlessLenient() {
        CodecException e = refused(Point.class, "{\"y\":2,\"x\":1,\"z\":3}", Codec.Mode.EXACT);

        assertThat(e.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(e.path()).containsExactly("z");
        assertThat(decode(Point.class, "{\"y\":2,\"x\":1,\"z\":{\"a\":[]}}", Codec.Mode.LENIENT))
                .isEqualTo(new Point(2, 1));
    }

    @Test
    void aMissingComponentIsToldWithItsPathInBothModes() {
        for (Codec.Mode mode : Codec.Mode.values()) {
            CodecException e = refused(Point.class, "{\"y\":2}", mode);
            assertThat(e.kind()).isEqualTo(Kind.MISSING);
            assertThat(e.path()).containsExactly("x");
        }
        CodecException nested = refused(
                Settings.class, "{\"theme\":\"a\",\"pinned\":[],\"places\":{\"secret\":{\"y\":1}}}", Codec.Mode.EXACT);
        assertThat(nested.kind()).isEqualTo(Kind.MISSING);
        assertThat(nested.path()).containsExactly("places", "*", "x");
        assertThat(refused(
                                Settings.class,
                                "{\"theme\":\"a\",\"pinned\":[],\"places\":{},\"note\":null,\"look\":\"DARK\"}",
                                Codec.Mode.EXACT)
                        .path())
                .containsExactly("nick");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"y\":null,\"x\":1}",
                "{\"y\":\"2\",\"x\":1}",
                "{\"y\":2.5,\"x\":1}",
                "{\"y\":true,\"x\":1}",
                "{\"y\":\"\",\"x\":1}",
                "{\"y\":99999999999,\"x\":1}",
                "[]",
                "[{\"y\":2,\"x\":1}]",
                "\"\"",
                "7",
                "null"
            })
    void whatDoesNotFitIsAMismatch(String json) {
        assertThat(refused(Point.class, json, Codec.Mode.LENIENT).kind()).isEqualTo(Kind.MISMATCH);
    }

    @Test
    void scalarsAreNotCoercedAndEnumsGoByTheirNames() {
        assertThat(refused(Theme.class, "0", Codec.Mode.LENIENT).kind()).isEqualTo(Kind.MISMATCH);
        assertThat(refused(Theme.class, "\"a nice DARK\"", Codec.Mode.LENIENT).kind())
                .isEqualTo(Kind.MISMATCH);
        assertThat(refused(String.class, "7", Codec.Mode.LENIENT).kind()).isEqualTo(Kind.MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"y\":2,\"x\":1,\"x\":3}", "{\"y\":2,", "{'y':2}", "{\"y\":NaN,\"x\":1}", "{\"y\":2,\"x\":1,}"
            })
    void whatIsNotJsonIsMalformed(String json) {
        assertThat(refused(Point.class, json, Codec.Mode.LENIENT).kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void nothingMayFollowTheValue() {
        refused(Point.class, "{\"y\":2,\"x\":1} 7", Codec.Mode.LENIENT);
        refused(Point.class, "", Codec.Mode.LENIENT);
    }

    @Test
    void limitsHoldForReadingAndWriting() {
        Deep deep = new Deep(Map.of());
        for (int i = 0; i < JsonValue.MAX_DEPTH; i++) {
            deep = new Deep(Map.of("k", List.of(deep)));
        }
        Deep tooDeep = deep;
        assertThatThrownBy(() -> codec(Deep.class).encode(tooDeep, Layout.COMPACT))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT));
        String json = "{\"more\":{\"k\":[".repeat(80) + "]}}".repeat(80);
        assertThat(refused(Deep.class, json, Codec.Mode.EXACT).kind()).isEqualTo(Kind.LIMIT);
    }

    @Test
    void numbersThatCouldNotBeReadAreNotWritten() {
        assertThatThrownBy(() -> codec(BigInteger.class).encode(BigInteger.TEN.pow(1000), Layout.COMPACT))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT));
        assertThatThrownBy(() ->
                        codec(BigDecimal.class).encode(new BigDecimal(BigInteger.TEN.pow(1000), 3), Layout.COMPACT))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT));
    }

    @Test
    void halfASurrogatePairIsNotWritten() {
        assertThatThrownBy(() -> codec(String.class).encode("\ud800", Layout.COMPACT))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNWRITABLE));
    }

    @Test
    void notANumberIsReadAsItWasWritten() {
        byte[] bytes = codec(Double.class).encode(Double.NaN, Layout.COMPACT);

        assertThat(codec(Double.class).decode(bytes, 0, bytes.length, Codec.Mode.EXACT))
                .isNaN();
    }

    @Test
    void errorsQuoteNeitherValuesNorKeysOfMaps() {
        List<CodecException> errors = List.of(
                refused(Point.class, "{\"y\":\"canary\",\"x\":1}", Codec.Mode.EXACT),
                refused(Point.class, "{\"y\":canary}", Codec.Mode.EXACT),
                refused(Theme.class, "\"canary\"", Codec.Mode.EXACT),
                refused(Times.class, "{\"at\":\"canary\"}", Codec.Mode.EXACT),
                refused(
                        Settings.class,
                        "{\"theme\":\"a\",\"pinned\":[],\"places\":{\"canary\":{\"x\":\"canary\"}}}",
                        Codec.Mode.EXACT),
                refused(
                        Settings.class,
                        "{\"theme\":\"a\",\"pinned\":[],\"places\":{\"canary\":{\"canary\":1}}}",
                        Codec.Mode.EXACT),
                refused(Open.class, "{\"known\":1,\"canary\":{\"y\":1}}", Codec.Mode.EXACT),
                refused(Deep.class, "{\"more\":{\"canary\":[{\"more\":\"canary\"}]}}", Codec.Mode.EXACT));

        assertThat(errors).allSatisfy(e -> {
            assertThat(e.toString()).doesNotContain("canary");
            assertThat(e.path()).doesNotContain("canary");
            assertThat(e.getCause()).isNull();
            assertThat(e.getSuppressed()).isEmpty();
        });
        assertThat(refused(Choosy.class, "{\"value\":4711}", Codec.Mode.EXACT).toString())
                .contains("ValueInstantiationException")
                .doesNotContain("4711");
    }

    @Test
    void aPackageThatIsClosedToJacksonIsNamed() {
        assertThat(refused(Thread.class, "{\"interrupted\":true}", Codec.Mode.EXACT))
                .hasMessageContaining("module java.base does not open java.lang to tools.jackson.databind");
        record Shapes(List<Runnable> shapes) {}
        assertThat(refused(Shapes.class, "{\"shapes\":[{}]}", Codec.Mode.EXACT).getMessage())
                .contains("InvalidDefinitionException")
                .doesNotContain("does not open");
    }

    @Test
    void whatAModuleOfTheAppsThrowsIsScrubbedToo() {
        SimpleModule module = new SimpleModule().addDeserializer(Point.class, new StdDeserializer<>(Point.class) {
            @Override
            public Point deserialize(JsonParser parser, DeserializationContext context) {
                throw new IllegalStateException("canary");
            }
        });
        JsonMapper mapper = JsonMapper.builder().addModule(module).build();
        Codec<Point> codec = JacksonCodecs.of(mapper).codec(Point.class).orElseThrow();

        assertThatThrownBy(() -> codec.decode(utf8("{}"), 0, 2, Codec.Mode.EXACT))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISMATCH))
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("canary");
    }

    @Test
    void numbersOfAnyWidthAreReadWhereTheTypeLeavesThemOpen() {
        record Any(Map<String, Object> values) {}
        assertRoundTrip(Any.class, new Any(Map.of("a", BigInteger.TEN.pow(900), "b", 1, "c", 0.5)));
        assertThat(refused(Any.class, "{\"values\":{\"a\":1e999}}", Codec.Mode.EXACT)
                        .kind())
                .isEqualTo(Kind.MISMATCH);
    }

    @Test
    void theMappersNamesCountAndItsLaxityDoesNot() {
        JsonMapper lax = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .changeDefaultPropertyInclusion(it -> it.withValueInclusion(JsonInclude.Include.NON_NULL))
                .build();
        record Named(@Nullable String oneName) {}
        Codec<Named> codec = JacksonCodecs.of(lax).codec(Named.class).orElseThrow();

        byte[] bytes = codec.encode(new Named(null), Layout.COMPACT);

        assertThat(text(bytes)).isEqualTo("{\"one_name\":null}");
        assertThatThrownBy(() -> codec.decode(utf8("{\"one_name\":null,\"x\":1}"), 0, 23, Codec.Mode.EXACT))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void setsAndMapsKeepWhatTheyHold() {
        record Bag(Set<String> set, Map<Integer, String> map) {}
        assertRoundTrip(Bag.class, new Bag(Set.of("a", "b", "c"), Map.of(1, "x", -2, "y")));
    }

    private <T> Codec<T> codec(Class<T> type) {
        return codecs.codec(type).orElseThrow();
    }

    private <T> T decode(Class<T> type, String json, Codec.Mode mode) {
        byte[] bytes = utf8(json);
        return codec(type).decode(bytes, 0, bytes.length, mode);
    }

    private <T> CodecException refused(Class<T> type, String json, Codec.Mode mode) {
        try {
            decode(type, json, mode);
        } catch (CodecException e) {
            return e;
        }
        throw new AssertionError("read: " + json);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
