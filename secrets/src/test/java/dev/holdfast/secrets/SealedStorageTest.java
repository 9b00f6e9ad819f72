// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static dev.holdfast.secrets.TestHome.ALICE;
import static dev.holdfast.secrets.TestHome.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SealedStorageTest {

    private static final String CANARY = "canary-7c1d";
    private static final BlobName DRAFTS = ALICE.blob("drafts.json");
    private static final BlobName SETTINGS = ALICE.blob("settings.json");
    private static final long SEED = 20261122;

    private final TestHome home = new TestHome();
    private final Storage raw = home.raw;
    private final KeyManager manager = home.manager(new TestVault("test", ProtectionLevel.OS_KEYRING));
    private AccountKeys keys = manager.create(ALICE);
    private Storage sealed = keys.seal(raw);

    @BeforeEach
    void writeOne() {
        TestHome.write(sealed, DRAFTS, CANARY);
    }

    @Test
    void whatIsWrittenIsReadAgainByTheNextProcess() {
        nextProcess();
        assertThat(TestHome.text(sealed, DRAFTS)).isEqualTo(CANARY);
    }

    @Test
    void anEmptyBlobIsSealedToo() {
        TestHome.write(sealed, SETTINGS, "");
        assertThat(TestHome.text(sealed, SETTINGS)).isEmpty();
        assertThat(TestHome.bytes(raw, SETTINGS)).hasSize(SealHeader.BYTES + Xaes256Gcm.TAG_BYTES);
    }

    @Test
    void theStorageBelowSeesNoContent() {
        assertThat(new String(TestHome.bytes(raw, DRAFTS), StandardCharsets.ISO_8859_1))
                .startsWith("HFS\u0001")
                .doesNotContain(CANARY);
    }

    @Test
    void theSameContentNeverLooksTheSame() {
        byte[] first = TestHome.bytes(raw, DRAFTS);
        TestHome.write(sealed, DRAFTS, CANARY);
        assertThat(TestHome.bytes(raw, DRAFTS)).isNotEqualTo(first);
    }

    @Test
    void theSequenceRisesByOneWhoeverWrites() {
        TestHome.write(sealed, DRAFTS, "second");
        nextProcess();
        TestHome.write(sealed, DRAFTS, "third");
        assertThat(sequence(DRAFTS)).isEqualTo(3);
    }

    @Test
    void theSequenceGoesOnFromTheHistoryWhenTheCurrentOneIsSetAside() {
        TestHome.write(sealed, DRAFTS, "second");
        Revision third = TestHome.write(sealed, DRAFTS, "third");
        sealed.setAside(DRAFTS, third);
        nextProcess();
        TestHome.write(sealed, DRAFTS, "again");
        assertThat(sequence(DRAFTS)).isEqualTo(3);
    }

    @Test
    void aDamagedGenerationDoesNotHinderTheNextWrite() {
        TestHome.write(raw, DRAFTS, "damaged");
        Revision current = TestHome.write(raw, DRAFTS, "damaged as well");
        sealed.setAside(DRAFTS, current);
        TestHome.write(sealed, DRAFTS, "again");
        assertThat(sequence(DRAFTS)).isEqualTo(2);
    }

    @Test
    void generationsAreOpenedByTheirRevision() {
        Revision first = sealed.revision(DRAFTS);
        TestHome.write(sealed, DRAFTS, "second");
        assertThat(sealed.history(DRAFTS))
                .singleElement()
                .satisfies(it -> assertThat(it.revision()).isEqualTo(first));
        assertThat(sealed.read(DRAFTS, first).orElseThrow().bytes()).asString().isEqualTo(CANARY);
    }

    @Test
    void aWriteOverAnotherRevisionIsAConflictAndChangesNothing() {
        Revision first = sealed.revision(DRAFTS);
        TestHome.write(sealed, DRAFTS, "second");
        assertThat(replace(DRAFTS, first)).isEqualTo(new Replacement.Conflict());
        assertThat(replace(DRAFTS, Revision.ABSENT)).isEqualTo(new Replacement.Conflict());
        assertThat(replace(DRAFTS, new Revision("never"))).isEqualTo(new Replacement.Conflict());
        assertThat(TestHome.text(sealed, DRAFTS)).isEqualTo("second");
    }

    @Test
    void aLoggedOutAccountIsGoneForWritersOfOldRevisions() {
        raw.create(ALICE.retirement().scope());
        TestHome.write(raw, ALICE.retirement(), "gone");
        Revision never = new Revision("never");
        assertThatExceptionOfType(ScopeGoneException.class).isThrownBy(() -> replace(DRAFTS, never));
        raw.purge(ALICE);
        assertThatExceptionOfType(ScopeGoneException.class).isThrownBy(() -> replace(DRAFTS, never));
    }

    @Test
    void aSwapOfTwoDocumentsIsDamage() {
        TestHome.write(sealed, SETTINGS, "dark");
        TestHome.write(raw, SETTINGS, TestHome.bytes(raw, DRAFTS));
        assertUnreadable("HF-0320", Reason.DAMAGED, SETTINGS);
    }

    @Test
    void aGenerationOfAnotherDocumentIsDamage() {
        TestHome.write(sealed, DRAFTS, "second");
        Revision first = raw.history(DRAFTS).get(0).revision();
        TestHome.write(raw, SETTINGS, raw.read(DRAFTS, first).orElseThrow().bytes());
        assertUnreadable("HF-0320", Reason.DAMAGED, SETTINGS);
    }

    @Test
    void aDocumentOfAnotherAccountIsUnderAWrongKey() {
        BlobName bobs = BOB.blob(DRAFTS.name());
        TestHome.write(manager.create(BOB).seal(raw), bobs, "bob's");
        TestHome.write(raw, DRAFTS, TestHome.bytes(raw, bobs));
        assertUnreadable("HF-0322", Reason.WRONG_KEY, DRAFTS);
    }

    @Test
    void aDocumentMovedToAnotherScopeIsDamage() {
        BlobName elsewhere = BOB.blob(DRAFTS.name());
        TestHome.write(raw, elsewhere, TestHome.bytes(raw, DRAFTS));
        assertUnreadable("HF-0320", Reason.DAMAGED, elsewhere);
    }

    @Test
    void aForgedSequenceIsDamage() {
        byte[] forged = TestHome.bytes(raw, DRAFTS);
        ByteBuffer.wrap(forged).putLong(12, 9);
        TestHome.write(raw, DRAFTS, withChecksum(forged));
        assertUnreadable("HF-0320", Reason.DAMAGED, DRAFTS);
    }

    @Test
    void aForgedKeyIsAWrongKey() {
        byte[] forged = TestHome.bytes(raw, DRAFTS);
        ByteBuffer.wrap(forged).putLong(4, 9);
        TestHome.write(raw, DRAFTS, withChecksum(forged));
        assertUnreadable("HF-0322", Reason.WRONG_KEY, DRAFTS);
    }

    @Test
    void anyChangedByteIsDamage() {
        byte[] whole = TestHome.bytes(raw, DRAFTS);
        Random random = new Random(SEED);
        for (int at = 0; at < whole.length; at++) {
            byte[] mutant = whole.clone();
            mutant[at] ^= (byte) (1 + random.nextInt(255));
            assertDamaged(mutant);
        }
    }

    @Test
    void anyCutIsDamage() {
        byte[] whole = TestHome.bytes(raw, DRAFTS);
        for (int length = 0; length < whole.length; length++) {
            assertDamaged(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void whatIsNotSealedIsDamage() {
        TestHome.write(raw, DRAFTS, "{\"version\":1}");
        assertUnreadable("HF-0321", Reason.DAMAGED, DRAFTS);
    }

    @Test
    void whatANewerVersionSealedIsLeftAlone() {
        byte[] newer = TestHome.bytes(raw, DRAFTS);
        newer[3] = 2;
        TestHome.write(raw, DRAFTS, withChecksum(newer));
        assertUnreadable("HF-0323", Reason.KEY_UNAVAILABLE, DRAFTS);
    }

    @Test
    void nothingIsWrittenOverWhatTheseKeysDoNotOpen() {
        byte[] bytes = "not ours".getBytes(StandardCharsets.UTF_8);
        TestHome.write(raw, DRAFTS, bytes);
        UnreadableException e =
                catchThrowableOfType(UnreadableException.class, () -> replace(DRAFTS, raw.revision(DRAFTS)));
        assertThat(e.reason()).isEqualTo(Reason.DAMAGED);
        assertThat(TestHome.bytes(raw, DRAFTS)).isEqualTo(bytes);
    }

    private void nextProcess() {
        keys.close();
        keys = manager.open(ALICE);
        sealed = keys.seal(raw);
    }

    private Replacement replace(BlobName name, Revision expected) {
        return sealed.replace(name, expected, new byte[0], Durability.DURABLE);
    }

    private long sequence(BlobName name) {
        return ByteBuffer.wrap(TestHome.bytes(raw, name)).getLong(12);
    }

    private static byte[] withChecksum(byte[] blob) {
        CRC32C crc = new CRC32C();
        crc.update(blob, 0, 44);
        ByteBuffer.wrap(blob).putInt(44, (int) crc.getValue());
        return blob;
    }

    private void assertDamaged(byte[] blob) {
        TestHome.write(raw, DRAFTS, blob);
        UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> sealed.read(DRAFTS));
        assertThat(e.reason()).isEqualTo(Reason.DAMAGED);
        assertThat(e.revision()).isEqualTo(raw.revision(DRAFTS));
    }

    private void assertUnreadable(String code, Reason reason, BlobName name) {
        UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> sealed.read(name));
        assertThat(e.code()).isEqualTo(code);
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e.revision()).isEqualTo(raw.revision(name));
        assertThat(e).hasMessageNotContaining(CANARY);
    }
}
