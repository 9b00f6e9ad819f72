// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.keyring.SessionKey.Half;
import java.math.BigInteger;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the keyring at the other end agrees, the tests with gnome-keyring show. */
class SessionKeyTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final SecureRandom random = new SecureRandom();

    @Test
    void bothHalvesAgree() throws Exception {
        for (int i = 0; i < 20; i++) {
            Half ours = Half.random(random);
            Half theirs = Half.random(random);
            Transferred sealed = ours.agree(theirs.publicKey()).seal(SECRET);
            assertThat(theirs.agree(ours.publicKey()).unseal(sealed)).isEqualTo(SECRET);
        }
    }

    @Test
    void whatTravelsIsNotTheSecret() throws Exception {
        Transferred sealed =
                Half.random(random).agree(Half.random(random).publicKey()).seal(SECRET);
        assertThat(new String(sealed.value(), StandardCharsets.ISO_8859_1)).doesNotContain("0123456789");
        assertThat(sealed.value()).hasSize(48);
        assertThat(sealed.parameters()).hasSize(16);
        assertThat(sealed.toString()).isEqualTo("Transferred[48 bytes]");
    }

    /** A key that begins with zeros has them on its way, too. */
    @Test
    void aPublicKeyIsAsLongAsTheGroup() {
        assertThat(new Half(BigInteger.ONE, random).publicKey()).hasSize(128).endsWith(2);
        assertThat(new Half(BigInteger.valueOf(1023), random).publicKey())
                .hasSize(128)
                .startsWith(0x80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "01"})
    void aKeyThatMakesTheSecretKnownIsRefused(String hex) {
        assertRefused(hex.isEmpty() ? new byte[0] : new BigInteger(hex, 16).toByteArray());
    }

    @Test
    void aKeyBeyondTheGroupIsRefused() {
        byte[] huge = new byte[129];
        huge[0] = 1;
        assertRefused(huge);
    }

    private void assertRefused(byte[] publicKey) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Half.random(random).agree(publicKey));
    }

    @Test
    void whatWasSealedOtherwiseIsRefused() throws Exception {
        SessionKey key = Half.random(random).agree(Half.random(random).publicKey());
        Transferred sealed = key.seal(SECRET);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> key.unseal(new Transferred(new byte[3], sealed.value())));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> key.unseal(new Transferred(sealed.parameters(), new byte[17])));
    }
}
