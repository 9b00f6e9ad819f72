// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.HoldfastException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretBytesTest {

    private static final byte[] CANARY = "canary-0f3a".getBytes(StandardCharsets.UTF_8);

    @Test
    void itIsCopiedInAndOut() {
        byte[] given = CANARY.clone();
        try (SecretBytes secret = SecretBytes.copyOf(given)) {
            given[0] = 'x';
            secret.reveal()[0] = 'y';
            assertThat(secret.reveal()).isEqualTo(CANARY);
        }
    }

    @Test
    void closingOverwritesTheBytes() {
        byte[] bytes = CANARY.clone();
        SecretBytes.owning(bytes).close();
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void aClosedOneIsRefusedAndSaysSo() {
        SecretBytes secret = SecretBytes.copyOf(CANARY);
        secret.close();
        secret.close();
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(secret::reveal)
                .satisfies(e -> assertThat(e.code()).isEqualTo("HF-0301"));
    }

    @Test
    void equalityIsOfTheContent() {
        SecretBytes secret = SecretBytes.copyOf(CANARY);
        assertThat(secret).isEqualTo(SecretBytes.copyOf(CANARY)).hasSameHashCodeAs(SecretBytes.copyOf(CANARY));
        assertThat(secret).isNotEqualTo(SecretBytes.copyOf(new byte[CANARY.length]));
        assertThat(secret).isNotEqualTo(SecretBytes.copyOf(new byte[0]));
    }

    @Test
    void aClosedOneEqualsNoneButItself() {
        SecretBytes one = SecretBytes.copyOf(CANARY);
        SecretBytes other = SecretBytes.copyOf(CANARY);
        one.close();
        other.close();
        assertThat(Set.of(one)).contains(one);
        assertThat(one).isNotEqualTo(other).isNotEqualTo(SecretBytes.copyOf(new byte[CANARY.length]));
    }

    @Test
    void printingShowsNothing() {
        assertThat(SecretBytes.copyOf(CANARY)).hasToString("SecretBytes[11 bytes]");
    }
}
