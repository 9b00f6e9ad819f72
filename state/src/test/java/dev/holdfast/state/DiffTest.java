// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DiffTest {

    private static Diff diff(String before, String after) {
        return Diff.between(json(before), json(after));
    }

    private static JsonValue json(String text) {
        return JsonValue.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tellsPathsAndKindsAndNoValue() {
        Diff diff = diff(
                "{'gone':'secret1','same':1,'changed':'secret2','kind':[1,2],'in':{'deep':true}}",
                "{'same':1,'changed':'secret3','kind':{'a':1},'in':{'deep':false,'more':null},'new':7}");

        assertThat(diff).hasToString("""
                - gone: string
                ~ changed: string -> string
                ~ kind: array of 2 -> object of 1
                ~ in.deep: boolean -> boolean
                + in.more: null
                + new: number""");
        assertThat(diff.differences().toString()).doesNotContain("secret");
    }

    @Test
    void tellsValuesOnRequest() {
        assertThat(diff("{'a':'x','b':1}", "{'a':'y','c':[1]}").withValues()).isEqualTo("""
                ~ a: "x" -> "y"
                - b: 1
                + c: [1]""");
    }

    @Test
    void theWholeTreeHasAPathToo() {
        assertThat(diff("1", "'a'")).hasToString("~ $: number -> string");
    }

    @Test
    void oddNamesAreQuoted() {
        assertThat(diff("{'a.b':1,'':{'\\n':1}}", "{'':{}}")).hasToString("""
                - "a.b": number
                - ""."\\n": number""");
    }

    @Test
    void equalTreesDoNotDiffer() {
        assertThat(diff("{'a':1,'b':[1,{'c':2}]}", "{'b':[1,{'c':2}],'a':1}").isEmpty())
                .isTrue();
    }

    @Test
    void anElementPutInOrTakenOutOfTheMiddleIsTheOnlyDifference() {
        assertThat(diff("[1,2,3,4]", "[1,2,9,3,4]")).hasToString("+ [2]: number");
        assertThat(diff("[1,2,3,4]", "[1,4]")).hasToString("- [1]: number\n- [2]: number");
        assertThat(diff("[1,1]", "[1,1,1]")).hasToString("+ [2]: number");
        assertThat(diff("[{'a':1},2]", "[{'a':2},2]")).hasToString("~ [0].a: number -> number");
    }

    @Test
    void aMillionElementsAreCompared() {
        List<Integer> before = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            before.add(i);
        }
        List<Integer> after = new ArrayList<>(before);
        after.subList(500_000, 500_001).clear();
        after.set(0, -1);

        assertThat(Diff.between(JsonValue.of(before), JsonValue.of(after)).differences())
                .hasSize(2);
    }

    @Test
    void whatCannotBeSeenIsEscapedInNamesAndValues() {
        String unseen = "a\u202eb\u009bc\u2028\udb40\udc01";

        Diff diff = Diff.between(JsonObject.empty(), JsonObject.empty().with(unseen, unseen));

        String escaped = "\"a\\u202eb\\u009bc\\u2028\\udb40\\udc01\"";
        assertThat(diff).hasToString("+ " + escaped + ": string");
        assertThat(diff.withValues()).isEqualTo("+ " + escaped + ": " + escaped);
        assertThat(JsonValue.parse(escaped.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(JsonValue.of(unseen));
    }
}
