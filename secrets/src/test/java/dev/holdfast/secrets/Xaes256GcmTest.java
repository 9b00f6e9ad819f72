// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.HoldfastException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the vectors at <a href="https://c2sp.org/XAES-256-GCM">c2sp.org/XAES-256-GCM</a>. */
class Xaes256GcmTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] NONCE = ascii("ABCDEFGHIJKLMNOPQRSTUVWX");
    private static final byte[] PLAINTEXT = ascii("XAES-256-GCM");

    @Test
    void theVectorWithoutACarryIsReproduced() {
        assertThat(HEX.formatHex(seal(key(1), NONCE, new byte[0], PLAINTEXT)))
                .isEqualTo("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
    }

    @Test
    void theVectorWithACarryIsReproduced() {
        assertThat(HEX.formatHex(seal(key(3), NONCE, ascii("c2sp.org/XAES-256-GCM"), PLAINTEXT)))
                .isEqualTo("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
    }

    @Test
    void tenThousandRandomMessagesAccumulateToThePublishedHash() throws AEADBadTagException {
        Shake128 random = new Shake128();
        Shake128 hash = new Shake128();
        for (int i = 0; i < 10_000; i++) {
            byte[] key = random.read(32);
            byte[] nonce = random.read(24);
            byte[] plaintext = random.read(random.read(1)[0] & 0xff);
            byte[] associated = random.read(random.read(1)[0] & 0xff);
            byte[] sealed = seal(key, nonce, associated, plaintext);
            assertThat(Arrays.equals(Xaes256Gcm.of(key).open(nonce, associated, sealed, 0), plaintext))
                    .isTrue();
            hash.write(sealed);
        }
        assertThat(HEX.formatHex(hash.read(32)))
                .isEqualTo("e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939");
    }

    @Test
    void theGeneratorOfTheTestsIsShake128() {
        assertThat(HEX.formatHex(new Shake128().read(16))).isEqualTo("7f9c2ba4e88f827d616045507605853e");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 12, 23})
    void everyPartOfTheNonceCounts(int at) {
        byte[] sealed = seal(key(1), NONCE, new byte[0], PLAINTEXT);
        byte[] nonce = NONCE.clone();
        nonce[at] ^= 1;
        assertThatExceptionOfType(AEADBadTagException.class)
                .isThrownBy(() -> Xaes256Gcm.of(key(1)).open(nonce, new byte[0], sealed, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15})
    void lessThanATagIsRefused(int length) {
        assertThatExceptionOfType(AEADBadTagException.class)
                .isThrownBy(() -> Xaes256Gcm.of(key(1)).open(NONCE, new byte[0], new byte[length], 0));
    }

    @Test
    void oneKeySealsAndOpensAnyNumberOfMessagesInTurns() throws AEADBadTagException {
        try (Xaes256Gcm one = Xaes256Gcm.of(key(1))) {
            for (int i = 0; i < 100; i++) {
                byte[] nonce = NONCE.clone();
                nonce[i % nonce.length] ^= (byte) (i + 1);
                byte[] sealed = new byte[PLAINTEXT.length + Xaes256Gcm.TAG_BYTES];
                one.seal(nonce, new byte[0], PLAINTEXT, sealed, 0);
                assertThat(sealed).isEqualTo(seal(key(1), nonce, new byte[0], PLAINTEXT));
                sealed[i % sealed.length] ^= 1;
                assertThatExceptionOfType(AEADBadTagException.class)
                        .isThrownBy(() -> one.open(nonce, new byte[0], sealed, 0));
                sealed[i % sealed.length] ^= 1;
                assertThat(one.open(nonce, new byte[0], sealed, 0)).isEqualTo(PLAINTEXT);
            }
        }
    }

    @Test
    void aKeyThatWasClosedSealsAndOpensNothing() {
        Xaes256Gcm closed = Xaes256Gcm.of(key(1));
        byte[] sealed = seal(key(1), NONCE, new byte[0], PLAINTEXT);
        closed.close();
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> closed.open(NONCE, new byte[0], sealed, 0))
                .returns("HF-0301", HoldfastException::code);
        byte[] out = sealed.clone();
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> closed.seal(NONCE, new byte[0], PLAINTEXT, out, 0))
                .returns("HF-0301", HoldfastException::code);
        assertThat(out).isEqualTo(sealed);
    }

    private static byte[] seal(byte[] key, byte[] nonce, byte[] associated, byte[] plaintext) {
        byte[] sealed = new byte[plaintext.length + Xaes256Gcm.TAG_BYTES];
        Xaes256Gcm.of(key).seal(nonce, associated, plaintext, sealed, 0);
        return sealed;
    }

    private static byte[] key(int value) {
        byte[] key = new byte[Xaes256Gcm.KEY_BYTES];
        Arrays.fill(key, (byte) value);
        return key;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
