// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.SecretString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {

    @ParameterizedTest
    @ValueSource(strings = {"pässword 1", "pässword 1\n", "pässword 1\r\n", "pässword 1\nof the next line"})
    void aPasswordIsOneLine(String given) throws IOException {
        assertThat(read(given.getBytes(StandardCharsets.UTF_8))).isEqualTo(SecretString.copyOf("pässword 1"));
    }

    @Test
    void nothingIsReadBeyondTheLine() throws IOException {
        InputStream in = new ByteArrayInputStream("one\ntwo".getBytes(StandardCharsets.UTF_8));
        assertThat(Password.firstLine(in, "here")).isEqualTo(SecretString.copyOf("one"));
        assertThat(in.readAllBytes()).asString().isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void noneIsSaidToBeNone(String given) {
        assertThatThrownBy(() -> read(given.getBytes(StandardCharsets.UTF_8)))
                .hasMessageStartingWith("HF-0845")
                .hasMessageContaining("here");
    }

    @Test
    void aLineThatIsNoPasswordIsRefusedAndNotShown() {
        assertThatThrownBy(() -> read("secret".repeat(1000).getBytes(StandardCharsets.UTF_8)))
                .hasMessageStartingWith("HF-0845")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> read("PK\003\004\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessageStartingWith("HF-0845");
        assertThatThrownBy(() -> read(new byte[] {'a', (byte) 0xFF})).isInstanceOf(CharacterCodingException.class);
    }

    private static SecretString read(byte[] given) throws IOException {
        return Password.firstLine(new ByteArrayInputStream(given), "here");
    }
}
