// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyMaterialTest {

    private final KeyMaterial material = new KeyMaterial("test", "HERE");

    @Test
    void oneKeyInAnyFormIsTheSameRootKey() {
        for (int length = 32; length < 100; length++) {
            byte[] key = random(length);
            String hex = HexFormat.of().formatHex(key);
            assertThat(text(hex)).isEqualTo(key);
            assertThat(text(HexFormat.of().withUpperCase().formatHex(key) + "\n"))
                    .isEqualTo(key);
            assertThat(text(Base64.getEncoder().encodeToString(key))).isEqualTo(key);
            assertThat(text(Base64.getEncoder().withoutPadding().encodeToString(key)))
                    .isEqualTo(key);
            assertThat(text(Base64.getUrlEncoder().encodeToString(key))).isEqualTo(key);
            assertThat(text(Base64.getMimeEncoder().encodeToString(key) + "\r\n"))
                    .isEqualTo(key);
            assertThat(file(key)).isEqualTo(key);
            assertThat(file((" " + hex + "\n").getBytes(StandardCharsets.US_ASCII)))
                    .isEqualTo(key);
        }
    }

    @Test
    void whatIsTooShortIsRefusedWithItsLengthAndTheCure() {
        assertRefused("", "it has 0 bytes");
        assertRefused(" \n", "it has 0 bytes");
        assertRefused("00".repeat(31), "it has 31 bytes");
        assertRefused(Base64.getEncoder().encodeToString(random(31)), "it has 31 bytes");
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> material.ofFile(random(31)))
                .withMessageContainingAll("it has 31 bytes", "32 are needed", "HERE", "openssl rand");
    }

    @Test
    void whatAPersonTypesIsRefusedHoweverLongItIs() {
        assertRefused("correct horse battery staple, and some more words", "neither hexadecimal digits nor Base64");
        assertRefused("p\u00e4ssphrase".repeat(10), "neither hexadecimal digits nor Base64");
        assertRefused("0".repeat(65), "neither hexadecimal digits nor Base64");
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> material.ofFile(
                        "a file with words in it, and nothing like a key".getBytes(StandardCharsets.US_ASCII)));
    }

    /** As Base64 the same digits would be 36 bytes. */
    @Test
    void hexadecimalDigitsAreNeverTakenForBase64() {
        assertRefused("ab".repeat(24), "it has 24 bytes");
    }

    @Test
    void noErrorTellsWhatWasGiven() {
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> text("my-own-phrase"))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("my-own", "phrase"))
                .withNoCause();
    }

    private void assertRefused(String text, String why) {
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> text(text))
                .withMessageContaining(why)
                .returns("HF-0348", ProviderUnavailableException::code);
    }

    private byte[] text(String text) {
        return material.ofText(text.getBytes(StandardCharsets.UTF_8)).reveal();
    }

    private byte[] file(byte[] content) {
        return material.ofFile(content).reveal();
    }

    /** Bytes that are not all printable, as those of a key are not. */
    private static byte[] random(int length) {
        byte[] key = new byte[length];
        new Random(length).nextBytes(key);
        key[0] = (byte) 0x80;
        return key;
    }
}
