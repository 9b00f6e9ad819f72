// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.storage.HoldfastException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretStringTest {

    private static final String TEXT = "pässwörd 🔑";

    @Test
    void whatWentInComesOut() {
        try (SecretString secret = SecretString.copyOf(TEXT.toCharArray());
                SecretBytes utf8 = secret.utf8()) {
            assertThat(secret.reveal()).isEqualTo(TEXT.toCharArray());
            assertThat(utf8.reveal()).isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void anEmptyOneIsOne() {
        assertThat(SecretString.copyOf("").reveal()).isEmpty();
    }

    @Test
    void theCharactersGivenStayTheCallers() {
        char[] given = TEXT.toCharArray();
        SecretString secret = SecretString.copyOf(given);
        given[0] = 'x';
        secret.reveal()[1] = 'x';
        assertThat(secret).isEqualTo(SecretString.copyOf(TEXT)).isNotEqualTo(SecretString.copyOf("password"));
    }

    @Test
    void aClosedOneIsRefusedAndSaysSo() {
        SecretString secret = SecretString.copyOf(TEXT);
        secret.close();
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(secret::reveal)
                .withMessageContaining("HF-0301");
        assertThat(secret).isNotEqualTo(SecretString.copyOf(TEXT));
    }

    @Test
    void halfASurrogatePairIsRefusedWithoutShowingTheRest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretString.copyOf("hunter2\ud83d"))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void printingShowsNeitherTextNorLength() {
        assertThat(SecretString.copyOf(TEXT)).hasToString("SecretString[...]");
    }
}
