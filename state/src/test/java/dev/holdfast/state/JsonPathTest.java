// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonPathTest {

    private static JsonValue json(String text) {
        return JsonValue.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static JsonValue filled(String path, String text) {
        return JsonPath.of(path).fill(json(text), JsonNumber.of(7));
    }

    @Test
    void fillingAddsTheFieldWhereItLacks() {
        assertThat(filled("a", "{}")).isEqualTo(json("{'a':7}"));
        assertThat(filled("a", "{'a':1}")).isEqualTo(json("{'a':1}"));
        assertThat(filled("a.b", "{'a':{'c':1}}")).isEqualTo(json("{'a':{'c':1,'b':7}}"));
    }

    @Test
    void aStarIsEachElementAndEachKey() {
        assertThat(filled("a.*.b", "{'a':[{},{'b':1},3,null]}")).isEqualTo(json("{'a':[{'b':7},{'b':1},3,null]}"));
        assertThat(filled("a.*.b", "{'a':{'x':{},'y':{'b':1}}}")).isEqualTo(json("{'a':{'x':{'b':7},'y':{'b':1}}}"));
        assertThat(filled("a.*.*.b", "{'a':{'x':[{},{}]}}")).isEqualTo(json("{'a':{'x':[{'b':7},{'b':7}]}}"));
    }

    @Test
    void whereThePathLeadsNowhereNothingIsMade() {
        assertThat(filled("a.b", "{}")).isEqualTo(json("{}"));
        assertThat(filled("a.b", "{'a':[]}")).isEqualTo(json("{'a':[]}"));
        assertThat(filled("*", "{'a':1}")).isEqualTo(json("{'a':1}"));
    }
}
