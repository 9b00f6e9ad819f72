// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;

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
}
