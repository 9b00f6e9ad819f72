// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BlobNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"../x", "\0", "CON", "con.json", "\u202e", " ", ".", "\ud83d\ude00"})
    void anyTextIsAName(String name) {
        assertThat(Scope.HOME.blob(name).name()).isEqualTo(name);
    }

    static String[] longest() {
        return new String[] {"a".repeat(72), "\u00e9".repeat(36), "\u20ac".repeat(24), "\ud83d\ude00".repeat(18)};
    }

    @ParameterizedTest
    @MethodSource("longest")
    void aNameHasUpTo72BytesOfUtf8(String name) {
        assertThat(Scope.HOME.blob(name).name()).isEqualTo(name);
        assertRefused(name + "a");
    }

    static String[] malformed() {
        return new String[] {"", "\ud83d", "\ude00", "a\ud83da", "\ude00\ud83d", "a".repeat(5_000)};
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNoTextOrTooLongIsRefused(String name) {
        assertRefused(name);
    }

    private static void assertRefused(String name) {
        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> Scope.HOME.blob(name))
                .returns("HF-0103", HoldfastException::code);
    }
}
