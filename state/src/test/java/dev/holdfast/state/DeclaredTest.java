// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeclaredTest {

    record Person(String name, Optional<String> nick, Optional<Address> address) {}

    record Address(String street, Optional<String> floor) {}

    record Book(List<Person> people, Map<String, Person> byName, Optional<String> owner) {}

    private static boolean isOptional(String... path) {
        return Declared.isOptional(Book.class, List.of(path));
    }

    @Test
    void findsWhatMayBeEmpty() {
        assertThat(isOptional("owner")).isTrue();
        assertThat(isOptional("people", "*", "nick")).isTrue();
        assertThat(isOptional("byName", "*", "nick")).isTrue();
        assertThat(isOptional("people", "*", "address")).isTrue();
        assertThat(isOptional("people", "*", "address", "floor")).isTrue();
    }

    @Test
    void whatMustBeThereOrIsNotKnownMayNotBeEmpty() {
        assertThat(isOptional("people")).isFalse();
        assertThat(isOptional("people", "*", "name")).isFalse();
        assertThat(isOptional("people", "*", "address", "street")).isFalse();
        assertThat(isOptional("people", "*")).isFalse();
        assertThat(isOptional("people", "*", "none")).isFalse();
        assertThat(isOptional("owner", "*", "deeper")).isFalse();
        assertThat(isOptional()).isFalse();
        assertThat(Declared.isOptional(String.class, List.of("a"))).isFalse();
    }

    @Test
    void nullsAreFilledInWhereAFieldIsMissing() {
        assertThat(withNulls("{'a':[{'b':1},{'c':2},3,{}]}", "a", "*", "b"))
                .isEqualTo(json("{'a':[{'b':1},{'c':2,'b':null},3,{'b':null}]}"));
        assertThat(withNulls("{'a':{'x':{},'y':{'b':1}}}", "a", "*", "b"))
                .isEqualTo(json("{'a':{'x':{'b':null},'y':{'b':1}}}"));
        assertThat(withNulls("{'a':1}", "a", "*", "b")).isEqualTo(json("{'a':1}"));
        assertThat(withNulls("[1]", "*")).isEqualTo(json("[1]"));
    }

    private static JsonValue withNulls(String data, String... path) {
        return new JsonPath(List.of(path)).withNulls(json(data));
    }

    private static JsonValue json(String text) {
        return JsonValue.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
