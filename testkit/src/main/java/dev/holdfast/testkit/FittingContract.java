// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static dev.holdfast.testkit.CodecExamples.EVERYTHING;
import static dev.holdfast.testkit.CodecExamples.EVERYTHING_STORED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.holdfast.state.Codec.Mode;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.testkit.CodecExamples.Choosy;
import dev.holdfast.testkit.CodecExamples.Everything;
import dev.holdfast.testkit.CodecExamples.Point;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** JSON that does not fit the type is told, with the place and without what stands there. */
abstract class FittingContract extends CodecPart {

    /** For each component JSON that it does not take. */
    private static final Map<String, List<String>> MISFITS = Map.ofEntries(
            Map.entry("text", List.of("7", "1.5", "true", "[]", "{}", "[\"a\"]")),
            Map.entry("truth", List.of("null", "0", "1", "\"true\"", "\"\"", "[true]")),
            Map.entry(
                    "whole",
                    List.of("null", "1.0", "1e2", "2147483648", "-2147483649", "\"1\"", "\"\"", "true", "[1]", "{}")),
            Map.entry("large", List.of("null", "0.5", "9223372036854775808", "1e999", "\"1\"", "false")),
            Map.entry(
                    "real",
                    List.of("null", "1e309", "-1e99999999999", "9".repeat(400), "\"1.5\"", "\"nan\"", "\"\"", "true")),
            Map.entry("rough", List.of("null", "1e39", "-1e400", "\"0.1\"", "[0.1]")),
            Map.entry("decimal", List.of("1e99999999999", "\"1.5\"", "\"NaN\"", "true", "{}")),
            Map.entry("huge", List.of("1.5", "1e3", "\"1\"", "[]")),
            Map.entry("at", List.of("\"canary\"", "\"\"", "true", "{}")),
            Map.entry("look", List.of("\"canary\"", "\"dark\"", "\"a nice DARK\"", "\"\"", "1", "{}")),
            Map.entry("point", List.of("7", "\"canary\"", "[]", "[1,2]", "true")),
            Map.entry("points", List.of("{}", "{\"x\":1,\"y\":2}", "\"canary\"", "7")),
            Map.entry("places", List.of("[]", "\"canary\"", "7")),
            Map.entry("nick", List.of("7", "[]", "{}")),
            Map.entry("note", List.of("7", "[]", "{}")));

    /** Fields that are too much, and the way to them: further down no names, which may be those of a map. */
    private static final Map<String, List<String>> UNKNOWN = Map.of(
            "{\"z\":1}", List.of("z"),
            "{\"z\":{\"canary\":[\"canary\"]}}", List.of("z"),
            "{\"point\":{\"x\":2,\"y\":1,\"canary\":null}}", List.of("point", "*"),
            "{\"points\":[{\"x\":3,\"y\":4},{\"x\":-5,\"y\":0,\"canary\":[]}]}", List.of("points", "*", "*"),
            "{\"places\":{\"canary\":{\"canary\":1,\"x\":6,\"y\":7}}}", List.of("places", "*", "*"));

    private static final Map<String, List<String>> MISSING = Map.of(
            "{\"point\":{\"x\":1}}", List.of("point", "y"),
            "{\"point\":{}}", List.of("point", "x"),
            "{\"points\":[{\"x\":1,\"y\":1},{\"y\":1}]}", List.of("points", "*", "x"),
            "{\"places\":{\"canary\":{\"x\":1}}}", List.of("places", "*", "y"));

    private static final Map<String, List<String>> MISFITS_FURTHER_DOWN = Map.of(
            "{\"point\":{\"x\":\"canary\",\"y\":1}}", List.of("point", "x"),
            "{\"points\":[{\"x\":1,\"y\":1},7]}", List.of("points", "*"),
            "{\"points\":[{\"x\":1,\"y\":null}]}", List.of("points", "*", "y"),
            "{\"places\":{\"canary\":{\"x\":[],\"y\":1}}}", List.of("places", "*", "x"));

    FittingContract(CodecContract contract) {
        super(contract);
    }

    @TestFactory
    Stream<DynamicTest> whatAComponentDoesNotTakeIsAMismatch() {
        return MISFITS.entrySet().stream()
                .flatMap(component -> component.getValue().stream()
                        .map(value -> dynamicTest(
                                named(component.getKey() + ": " + value),
                                () -> assertMisfit(
                                        EVERYTHING_STORED.with(component.getKey(), json(value)),
                                        List.of(component.getKey())))));
    }

    @TestFactory
    Stream<DynamicTest> whatDoesNotFitFurtherDownIsAMismatchWithItsPlace() {
        return each(MISFITS_FURTHER_DOWN, this::assertMisfit);
    }

    /** Of a mismatch a codec may not know the place; a wrong one it must not tell. */
    private void assertMisfit(JsonObject data, List<String> path) {
        for (Mode mode : Mode.values()) {
            CodecException e = refused(Everything.class, data, mode);
            assertThat(e.kind()).isEqualTo(Kind.MISMATCH);
            assertThat(e.path()).isIn(path, List.of());
        }
    }

    @Test
    void whatIsNoObjectIsAMismatch() {
        for (String value : List.of("null", "7", "\"\"", "[]", "[{\"x\":2,\"y\":1}]", "true")) {
            for (Mode mode : Mode.values()) {
                CodecException e = refused(Point.class, json(value), mode);
                assertThat(e.kind()).as(value).isEqualTo(Kind.MISMATCH);
                assertThat(e.path()).isEmpty();
            }
        }
    }

    @Test
    void aValueThatTheTypeRefusesIsAMismatch() {
        CodecException e = refused(Choosy.class, json("{\"names\":[\"canary\"],\"limit\":4711}"), Mode.EXACT);
        assertThat(e.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(e.toString()).doesNotContain("4711");
    }

    @TestFactory
    Stream<DynamicTest> everyComponentThatIsNotThereIsMissing() {
        return EVERYTHING_STORED.fields().keySet().stream()
                .map(component -> dynamicTest(
                        component, () -> assertMissing(EVERYTHING_STORED.remove(component), List.of(component))));
    }

    @TestFactory
    Stream<DynamicTest> aComponentFurtherDownThatIsNotThereIsMissing() {
        return each(MISSING, this::assertMissing);
    }

    private void assertMissing(JsonObject data, List<String> path) {
        for (Mode mode : Mode.values()) {
            CodecException e = refused(Everything.class, data, mode);
            assertThat(e.kind()).isEqualTo(Kind.MISSING);
            assertThat(e.path()).isEqualTo(path);
        }
    }

    @Test
    void aComponentIsMissingAlsoWhereTheTypeCannotDoWithoutIt() {
        CodecException e = refused(Choosy.class, json("{\"limit\":1}"), Mode.EXACT);
        assertThat(e.kind()).isEqualTo(Kind.MISSING);
        assertThat(e.path()).containsExactly("names");
    }

    @TestFactory
    Stream<DynamicTest> aFieldTooMuchIsUnknownUnlessLenient() {
        return each(UNKNOWN, (data, path) -> {
            CodecException e = refused(Everything.class, data, Mode.EXACT);
            assertThat(e.kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(e.path()).isEqualTo(path);
            assertThat(decode(Everything.class, data, Mode.LENIENT))
                    .usingRecursiveComparison()
                    .ignoringFields("places")
                    .isEqualTo(EVERYTHING);
        });
    }

    @Test
    void nullIsAnOptionalThatIsEmpty() {
        JsonObject data = EVERYTHING_STORED.with("nick", json("null"));
        assertThat(decode(Everything.class, data, Mode.EXACT).nick()).isEmpty();
    }

    private interface Check {
        void run(JsonObject data, List<String> path);
    }

    /** The data with some of their fields replaced. */
    private static Stream<DynamicTest> each(Map<String, List<String>> table, Check check) {
        return table.entrySet().stream()
                .map(row -> dynamicTest(named(row.getKey()), () -> {
                    JsonObject data = EVERYTHING_STORED;
                    for (Map.Entry<String, JsonValue> field :
                            ((JsonObject) json(row.getKey())).fields().entrySet()) {
                        data = data.with(field.getKey(), field.getValue());
                    }
                    check.run(data, row.getValue());
                }));
    }

    private static String named(String row) {
        return row.substring(0, Math.min(row.length(), 60));
    }
}
