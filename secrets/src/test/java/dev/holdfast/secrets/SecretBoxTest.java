// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.storage.HoldfastException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {

    private static final byte[] TEXT = "a message".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BOUND = "bound to this".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final SecretBytes key = SecretBytes.random(SecretBox.KEY_BYTES, random);
    private final SecretBox box = SecretBox.of(key, random);

    @Test
    void whatWasSealedIsOpenedByAnotherInstance() throws AEADBadTagException {
        byte[] sealed = box.seal(TEXT, BOUND);
        assertThat(sealed).hasSize(TEXT.length + SecretBox.OVERHEAD_BYTES);
        assertThat(SecretBox.of(key, random).open(sealed, BOUND)).isEqualTo(TEXT);
    }

    @Test
    void aBoxIsMadeAndOpenedWhereTheMessageStands() throws AEADBadTagException {
        byte[] room = new byte[5 + TEXT.length + SecretBox.OVERHEAD_BYTES];
        Arrays.fill(room, 0, 5, (byte) 9);
        System.arraycopy(TEXT, 0, room, 5 + SecretBox.MESSAGE_AT, TEXT.length);
        box.sealWithin(room, 5, BOUND);
        assertThat(Arrays.copyOf(room, 5)).containsOnly(9);
        assertThat(box.open(room, 5, BOUND)).isEqualTo(TEXT);
        assertThat(box.open(Arrays.copyOfRange(room, 5, room.length), BOUND)).isEqualTo(TEXT);
    }

    @Test
    void whereNoBoxFitsNothingIsWritten() {
        byte[] room = new byte[SecretBox.OVERHEAD_BYTES];
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> box.sealWithin(room, 1, BOUND));
        assertThat(room).containsOnly(0);
    }

    @Test
    void aBoxIsANonceAndWhatTheCipherOfTheVectorsMakesOfIt() throws AEADBadTagException {
        for (int i = 0; i < 3; i++) {
            byte[] sealed = box.seal(TEXT, BOUND);
            byte[] nonce = Arrays.copyOf(sealed, Xaes256Gcm.NONCE_BYTES);
            assertThat(Xaes256Gcm.of(key.reveal()).open(nonce, BOUND, sealed, nonce.length))
                    .isEqualTo(TEXT);
        }
    }

    @Test
    void whatTheCipherOfTheVectorsSealsIsOpened() throws AEADBadTagException {
        for (int i = 0; i < 100; i++) { // more than derived keys are kept of
            assertThat(box.open(Box.seal(key.reveal(), BOUND, TEXT, random), BOUND))
                    .isEqualTo(TEXT);
        }
    }

    @Test
    void noNonceComesTwice() {
        Set<String> nonces = new HashSet<>();
        for (int instance = 0; instance < 20; instance++) {
            SecretBox another = SecretBox.of(key, random);
            for (int i = 0; i < 500; i++) {
                byte[] sealed = another.seal(TEXT, BOUND);
                assertThat(nonces.add(Arrays.toString(Arrays.copyOf(sealed, Xaes256Gcm.NONCE_BYTES))))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 12, 23, 24, 33, 48})
    void everyByteOfABoxCounts(int at) {
        byte[] sealed = box.seal(TEXT, BOUND);
        sealed[at] ^= 1;
        assertThatExceptionOfType(AEADBadTagException.class).isThrownBy(() -> box.open(sealed, BOUND));
    }

    @Test
    void anotherKeyAnotherBindingAndHalfABoxDoNotOpen() {
        byte[] sealed = box.seal(TEXT, BOUND);
        SecretBox other = SecretBox.of(SecretBytes.random(SecretBox.KEY_BYTES, random), random);
        assertThatExceptionOfType(AEADBadTagException.class).isThrownBy(() -> other.open(sealed, BOUND));
        assertThatExceptionOfType(AEADBadTagException.class).isThrownBy(() -> box.open(sealed, TEXT));
        assertThatExceptionOfType(AEADBadTagException.class)
                .isThrownBy(() -> box.open(Arrays.copyOf(sealed, SecretBox.OVERHEAD_BYTES - 1), BOUND));
    }

    @Test
    void nothingInABoxIsABoxToo() throws AEADBadTagException {
        assertThat(box.open(box.seal(new byte[0], new byte[0]), new byte[0])).isEmpty();
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        SecretBytes shorter = SecretBytes.random(16, random);
        assertThatIllegalArgumentException().isThrownBy(() -> SecretBox.of(shorter, random));
    }

    @Test
    void onceClosedItRefuses() {
        byte[] sealed = box.seal(TEXT, BOUND);
        box.close();
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> box.open(sealed, BOUND))
                .returns("HF-0301", HoldfastException::code);
        assertThatExceptionOfType(HoldfastException.class).isThrownBy(() -> box.seal(TEXT, BOUND));
        assertThat(box).hasToString("SecretBox[...]");
    }
}
