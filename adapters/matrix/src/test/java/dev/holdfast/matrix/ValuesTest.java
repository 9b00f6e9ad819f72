// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Session;
import dev.holdfast.matrix.trixnity.Tokens;
import dev.holdfast.matrix.trixnity.WellKnown;
import dev.holdfast.secrets.SecretBytes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

    private static final URI SERVER = URI.create("https://example.org");

    @Test
    void tokensComeBackFromASessionAndShowNothing() {
        Tokens tokens = new Tokens("@alice:example.org", "DEVICE", "access-1", Optional.of("refresh-1"), 7);
        assertThat(Tokens.of(Session.of(SERVER, tokens.toBytes()))).isEqualTo(tokens);
        Tokens next = tokens.with("access-2", Optional.empty()).with(8);
        assertThat(Tokens.of(Session.of(SERVER, next.toBytes()))).isEqualTo(next);
        assertThat(tokens.toString()).doesNotContain("access-1", "refresh-1");
    }

    @Test
    void aWellKnownFileLeadsToAnAddressOfTheWeb() {
        assertThat(WellKnown.follow(SERVER, "https://matrix.example.org/"))
                .isEqualTo(URI.create("https://matrix.example.org"));
        assertThat(WellKnown.follow(URI.create("http://localhost:1"), "http://localhost:2"))
                .isEqualTo(URI.create("http://localhost:2"));
        for (String none : new String[] {"", "matrix.example.org", "file:///etc/passwd", "https://", "no address"}) {
            assertThatThrownBy(() -> WellKnown.follow(SERVER, none)).hasMessageStartingWith("HF-0802");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org, http://example.org",
        "https://example.org, http://localhost",
        "http://localhost, http://10.0.0.5",
        "http://localhost, http://127.0.0.1.example.org",
        "http://localhost, http://localhost@example.org",
        "http://10.0.0.5, http://10.0.0.6",
    })
    void aWellKnownFileDoesNotLeadOutWithoutEncryption(URI server, String to) {
        assertThatThrownBy(() -> WellKnown.follow(server, to))
                .hasMessageStartingWith("HF-0806")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost, https://example.org",
        "http://localhost, http://127.0.0.1:8008",
        "http://127.0.0.1, http://[::1]:8008",
        "http://10.0.0.5, http://10.0.0.5:8008",
        "http://Example.org, http://example.org:8008",
    })
    void withoutEncryptionItLeadsToTheSameHostOrThisOne(URI server, String to) {
        assertThat(WellKnown.follow(server, to)).isEqualTo(URI.create(to));
    }

    @Test
    void aSessionOfAnotherClientIsSaidToBeNone() {
        for (String foreign : new String[] {"token", "[]", "{\"user_id\":1}"}) {
            SecretBytes data = SecretBytes.copyOf(foreign.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> Tokens.of(Session.of(SERVER, data)))
                    .hasMessageStartingWith("HF-0809")
                    .hasNoCause();
        }
    }

    @Test
    void whatWasSaidAndWhereIsNotShown() {
        Attachment file = new Attachment("!r:example.org", "$e", "a secret", "text/plain", OptionalLong.of(3));
        Message message = new Message(
                "!r:example.org", "$e", "@a:example.org", Instant.EPOCH, Optional.of("a secret"), Optional.of(file));
        Room room = new Room("!r:example.org", "Secret plans", Room.Membership.JOINED, Room.Protection.ENCRYPTED);
        assertThat(message + " " + room + " " + file)
                .doesNotContain("a secret", "Secret plans")
                .contains("$e", "!r:example.org");
    }
}
