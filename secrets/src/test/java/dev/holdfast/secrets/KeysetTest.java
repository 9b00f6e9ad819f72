// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static dev.holdfast.secrets.TestHome.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes of a keyset that somebody, or the disk, has changed. */
class KeysetTest {

    private static final long SEED = 20261122;
    private static final BlobName KEYSET = ALICE.blob("keyset");

    private final TestHome home = new TestHome();
    private final TestVault vault = new TestVault("test", ProtectionLevel.FILE_KEY);
    private KeyManager manager;
    private byte[] whole;

    @BeforeEach
    void makeKeys() {
        manager = home.manager(vault);
        manager.create(ALICE).close();
        whole = TestHome.bytes(home.raw, KEYSET);
    }

    @Test
    void whatIsParsedPrintsTheSame() throws FormatException {
        assertThat(Keyset.parse(whole).toBytes()).isEqualTo(whole);
    }

    @Test
    void anyChangedByteIsDamage() {
        Random random = new Random(SEED);
        for (int at = 0; at < whole.length; at++) {
            byte[] mutant = whole.clone();
            mutant[at] ^= (byte) (1 + random.nextInt(255));
            assertDamaged(mutant);
        }
    }

    @Test
    void anyCutIsDamage() {
        for (int length = 0; length < whole.length; length++) {
            assertDamaged(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void anythingThatFollowsIsDamage() {
        assertDamaged(Arrays.copyOf(whole, whole.length + 1));
        assertDamaged(Arrays.copyOf(whole, Keyset.MAX_BYTES + 1));
    }

    @Test
    void noForgeryOpensAndNoneBreaksTheReader() {
        Random random = new Random(SEED);
        for (int at = 0; at < whole.length - 72; at++) {
            byte[] forged = whole.clone();
            forged[at] ^= (byte) (1 + random.nextInt(255));
            TestHome.write(home.raw, KEYSET, Forgery.withDigest(forged));
            assertThat(catchThrowable(() -> manager.open(ALICE)))
                    .as("seed %d, byte %d", SEED, at)
                    .isInstanceOfAny(UnreadableException.class, KeyLostException.class);
        }
    }

    @Test
    void aForgedLineThatIsWellFormedIsDamageUnderTheRightKey() {
        String forged = new String(whole, StandardCharsets.US_ASCII).replace("\nepoch 1\n", "\nepoch 2\n");
        assertDamaged(Forgery.withDigest(forged.getBytes(StandardCharsets.US_ASCII)));
    }

    private void assertDamaged(byte[] keyset) {
        TestHome.write(home.raw, KEYSET, keyset);
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> manager.open(ALICE))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
                .satisfies(e -> assertThat(e.revision()).isEqualTo(home.raw.revision(KEYSET)));
    }
}
