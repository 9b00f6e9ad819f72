// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.avaje.Examples.Circle;
import dev.holdfast.avaje.Examples.Drawing;
import dev.holdfast.avaje.Examples.Group;
import dev.holdfast.avaje.Examples.Open;
import dev.holdfast.avaje.Examples.Optionals;
import dev.holdfast.avaje.Examples.Raw;
import dev.holdfast.avaje.Examples.Renamed;
import dev.holdfast.avaje.Examples.Shape;
import dev.holdfast.avaje.Examples.Square;
import dev.holdfast.avaje.Examples.Wide;
import dev.holdfast.state.Codec;
import dev.holdfast.state.Codec.Mode;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.CodecFactory;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import dev.holdfast.storage.HoldfastException;
import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What is avaje's own: its annotations, and adapters by hand. */
final class AvajeCodecTest {

    private static final Drawing DRAWING = new Drawing(
            "art",
            List.of(new Circle(1.5), new Group(List.of(new Square(2, null), new Circle(3))), new Square(4, "b")));

    private static final String NONE = "{\"drawing\":null,\"whole\":null,\"large\":null,\"real\":null,\"bytes\":null}";

    private record Color(int rgb) {}

    /** An adapter by hand. */
    private static final class ColorAdapter implements JsonAdapter<Color> {

        @Override
        public void toJson(JsonWriter writer, Color color) {
            writer.value("#" + Integer.toHexString(color.rgb()));
        }

        @Override
        public Color fromJson(JsonReader reader) {
            return new Color(Integer.parseInt(reader.readString().substring(1), 16));
        }
    }

    /** An adapter that does not hand on what it reads. */
    private static final class Careless implements JsonAdapter<Color> {

        @Override
        public void toJson(JsonWriter writer, Color color) {
            writer.jsonValue(Arrays.asList(1, 2L, 0.5, "x", true, null, Map.of("k", List.of())));
        }

        @Override
        public Color fromJson(JsonReader reader) {
            reader.beginArray();
            reader.hasNextElement();
            reader.hasNextElement();
            return new Color(0);
        }
    }

    private final AvajeCodecs codecs = new AvajeCodecs();

    @Test
    void theServiceIsFoundBesideOthersAndWhoKnowsATypeIsTold() {
        assertThat(ServiceLoader.load(CodecFactory.class)).hasAtLeastOneElementOfType(AvajeCodecs.class);
        assertThat(catchThrowableOfType(
                        HoldfastException.class, () -> CodecFactory.discovered().codec(Drawing.class)))
                .returns("HF-0237", HoldfastException::code)
                .hasMessageContaining(AvajeCodecs.class.getName())
                .hasMessageContaining("dev.holdfast.jackson.JacksonCodecs");
        assertThat(CodecFactory.discovered().codec(Color.class)).isPresent();
    }

    @Test
    void typesWithoutGeneratedCodeAreNotKnown() {
        assertThat(codecs.codec(Color.class)).isEmpty();
        assertThat(codecs.codec(Thread.class)).isEmpty();
    }

    @Test
    void recordsOfASealedInterfaceComeBackAsWhatTheyWere() {
        assertThat(text(Drawing.class, DRAWING))
                .isEqualTo(
                        "{\"title\":\"art\",\"shapes\":[{\"@type\":\"circle\",\"radius\":1.5},"
                                + "{\"@type\":\"group\",\"shapes\":[{\"@type\":\"square\",\"side\":2,\"label\":null},"
                                + "{\"@type\":\"circle\",\"radius\":3.0}]},{\"@type\":\"square\",\"side\":4,\"label\":\"b\"}]}");
        assertThat(decode(Drawing.class, text(Drawing.class, DRAWING), Mode.EXACT))
                .isEqualTo(DRAWING);
    }

    @Test
    void recordsOfASealedInterfaceAreReadAsStrictlyAsOthers() {
        assertRefused(Shape.class, "{\"@type\":\"square\",\"side\":2}", Mode.LENIENT, Kind.MISSING, "label");
        assertRefused(
                Drawing.class,
                "{\"title\":\"\",\"shapes\":[{\"@type\":\"circle\"}]}",
                Mode.EXACT,
                Kind.MISSING,
                "shapes",
                "*",
                "radius");
        String foreign = "{\"@type\":\"circle\",\"radius\":1,\"side\":2}";
        assertRefused(Shape.class, foreign, Mode.EXACT, Kind.UNKNOWN, "side");
        assertThat(decode(Shape.class, foreign, Mode.LENIENT)).isEqualTo(new Circle(1));
        String strange = "{\"@type\":\"canary\",\"radius\":1,\"side\":2,\"label\":null,\"shapes\":[]}";
        assertRefused(Shape.class, strange, Mode.EXACT, Kind.MISMATCH);
        assertRefused(Shape.class, "{\"radius\":1}", Mode.EXACT, Kind.MISSING, "@type");
    }

    @Test
    void aDeepTreeOfRecordsIsReadInAMoment() {
        Shape shape = new Circle(1);
        for (int i = 0; i < 95; i++) {
            shape = new Group(List.of(shape, new Square(i, null)));
        }
        assertThat(decode(Shape.class, text(Shape.class, shape), Mode.EXACT)).isEqualTo(shape);
    }

    @Test
    void namesAreThoseOfTheAnnotations() {
        assertThat(text(Renamed.class, new Renamed(1, "a"))).isEqualTo("{\"now\":1,\"the_name\":\"a\"}");
    }

    @Test
    void whatIsReadUnderAnAliasIsNeverBuriedUnderAnInitialValue() {
        assertRefused(Renamed.class, "{\"before\":7,\"the_name\":\"a\"}", Mode.EXACT, Kind.MISMATCH, "now");
        assertThat(decode(Renamed.class, "{\"before\":7,\"the_name\":\"a\",\"now\":8}", Mode.EXACT))
                .isEqualTo(new Renamed(8, "a"));
    }

    @Test
    void fieldsThatATypeCollectsAreNotUnknown() {
        Open open = new Open(1, Map.of("a", "x", "b", List.of(true)));
        assertThat(decode(Open.class, text(Open.class, open), Mode.EXACT)).isEqualTo(open);
        assertRefused(Open.class, "{}", Mode.EXACT, Kind.MISSING, "known");
        assertRefused(Open.class, "{\"a\":1}", Mode.EXACT, Kind.MISMATCH, "known");
    }

    @Test
    void optionalsThatAreEmptyComeBackEmpty() {
        Optionals none = decode(Optionals.class, NONE, Mode.EXACT);
        assertThat(none.drawing()).isEmpty();
        assertThat(none.whole()).isEmpty();
        assertThat(none.large()).isEmpty();
        assertThat(none.real()).isEmpty();
        assertThat(text(Optionals.class, none)).isEqualTo(NONE);
        Optionals all = new Optionals(
                Optional.of(DRAWING),
                OptionalInt.of(1),
                OptionalLong.of(2),
                OptionalDouble.of(Double.NEGATIVE_INFINITY),
                new byte[] {0, -1});
        assertThat(decode(Optionals.class, text(Optionals.class, all), Mode.EXACT))
                .usingRecursiveComparison()
                .isEqualTo(all);
        String notBase64 = text(Optionals.class, all).replace("\"AP8=\"", "\"canary!\"");
        assertRefused(Optionals.class, notBase64, Mode.EXACT, Kind.MISMATCH, "bytes");
    }

    @Test
    void typesOfOtherWidthsComeBack() {
        Wide wide = new Wide(null, Short.MIN_VALUE, (byte) -1, '\u20ac', new int[] {1, -2}, Map.of("k", List.of(1)));
        assertThat(decode(Wide.class, text(Wide.class, wide), Mode.EXACT))
                .usingRecursiveComparison()
                .isEqualTo(wide);
        String json = text(Wide.class, wide);
        assertRefused(Wide.class, json.replace("-32768", "-32769"), Mode.EXACT, Kind.MISMATCH, "few");
        assertRefused(Wide.class, json.replace("\"\u20ac\"", "\"canary\""), Mode.EXACT, Kind.MISMATCH, "letter");
        assertRefused(Wide.class, json.replace("-2", "null"), Mode.EXACT, Kind.MISMATCH, "numbers", "*");
    }

    @Test
    void rawJsonKeepsItsDigitsAndIsCheckedLikeAllElse() {
        Raw raw = new Raw("{\"a\":[1.500,12345678901234567890,\"x\",null],\"b\":{}}");
        assertThat(text(Raw.class, raw)).isEqualTo("{\"json\":" + raw.json() + "}");
        assertThat(decode(Raw.class, text(Raw.class, raw), Mode.EXACT)).isEqualTo(raw);
        for (String broken : List.of("canary", "{\"canary\":1", "1 2", "{\"a\":1,\"a\":2}", "\"\\ud83d\"", "")) {
            CodecException e = catchThrowableOfType(
                    CodecException.class, () -> encode(Raw.class, new Raw(broken), Layout.COMPACT));
            assertThat(e.kind()).as(broken).isEqualTo(Kind.UNWRITABLE);
            assertThat(e.toString()).doesNotContain("canary");
        }
        String deep = "[".repeat(JsonValue.MAX_DEPTH) + "]".repeat(JsonValue.MAX_DEPTH);
        assertThat(catchThrowableOfType(CodecException.class, () -> encode(Raw.class, new Raw(deep), Layout.COMPACT))
                        .kind())
                .isEqualTo(Kind.LIMIT);
    }

    @Test
    void anAdapterByHandIsRegistered() {
        Codec<Color> codec = AvajeCodecs.of(builder -> builder.add(Color.class, new ColorAdapter()))
                .codec(Color.class)
                .orElseThrow();
        assertThat(codec.encode(new Color(255), Layout.PRETTY)).asString().isEqualTo("\"#ff\"");
        assertThat(codec.decode(utf8("\"#ff\""), 0, 5, Mode.EXACT)).isEqualTo(new Color(255));
        CodecException e =
                catchThrowableOfType(CodecException.class, () -> codec.decode(utf8("\"#canary\""), 0, 9, Mode.EXACT));
        assertThat(e.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(e.toString()).contains("NumberFormatException").doesNotContain("canary");
    }

    @Test
    void settingsThatMakeDataLaxerDoNotCount() {
        AvajeCodecs lax = AvajeCodecs.of(builder -> builder.serializeNulls(false)
                .serializeEmpty(false)
                .failOnUnknown(false)
                .failOnNullPrimitives(false));
        Codec<Optionals> codec = lax.codec(Optionals.class).orElseThrow();
        Optionals none = decode(Optionals.class, NONE, Mode.EXACT);
        assertThat(codec.encode(none, Layout.COMPACT)).asString().isEqualTo(NONE);
    }

    @Test
    void anAdapterThatLeavesAValueUnreadIsFoundOut() {
        Codec<Color> codec = AvajeCodecs.of(builder -> builder.add(Color.class, Careless::new))
                .codec(Color.class)
                .orElseThrow();
        byte[] json = codec.encode(new Color(0), Layout.COMPACT);
        assertThat(json).asString().isEqualTo("[1,2,0.5,\"x\",true,null,{\"k\":[]}]");
        assertThat(catchThrowableOfType(CodecException.class, () -> codec.decode(json, 0, json.length, Mode.EXACT)))
                .hasMessageContaining("IllegalStateException");
    }

    @Test
    void anAdapterThatIsNotCheckedReadsNoRecord() {
        Jsonb foreign = Jsonb.builder().adapter(new Tokens()).build();
        Codec<Renamed> codec = new AvajeCodec<>(foreign.adapter(Renamed.class));
        byte[] json = utf8("{\"now\":1}");
        assertThat(catchThrowableOfType(CodecException.class, () -> codec.decode(json, 0, json.length, Mode.EXACT))
                        .kind())
                .isEqualTo(Kind.MISMATCH);
    }

    @Test
    void aValueThatCannotBeWrittenIsToldWithItsPlace() {
        Drawing half = new Drawing("a", List.of(new Square(1, "canary\ud83d")));
        CodecException e =
                catchThrowableOfType(CodecException.class, () -> encode(Drawing.class, half, Layout.COMPACT));
        assertThat(e.kind()).isEqualTo(Kind.UNWRITABLE);
        assertThat(e.path()).containsExactly("shapes", "*", "label");
    }

    private <T> byte[] encode(Class<T> type, T value, Layout layout) {
        return codecs.codec(type).orElseThrow().encode(value, layout);
    }

    private <T> String text(Class<T> type, T value) {
        return new String(encode(type, value, Layout.COMPACT), StandardCharsets.UTF_8);
    }

    private <T> T decode(Class<T> type, String json, Mode mode) {
        byte[] bytes = utf8(json);
        return codecs.codec(type).orElseThrow().decode(bytes, 0, bytes.length, mode);
    }

    private void assertRefused(Class<?> type, String json, Mode mode, Kind kind, String... path) {
        CodecException e = catchThrowableOfType(CodecException.class, () -> decode(type, json, mode));
        assertThat(e).as(json).isNotNull();
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e.path()).containsExactly(path);
        assertThat(e.toString()).doesNotContain("canary");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
