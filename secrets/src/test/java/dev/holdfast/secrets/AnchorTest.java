// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static dev.holdfast.secrets.TestHome.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Earlier copies that are put back in their own place. */
class AnchorTest {

    private static final BlobName SESSION = ALICE.blob("session");
    private static final BlobName DRAFTS = ALICE.blob("drafts");
    private static final BlobName KEYSET = ALICE.blob("keyset");

    private final TestHome home = new TestHome();
    private final Storage raw = home.raw;
    private final TestVault keyring = new TestVault("test-keyring", ProtectionLevel.OS_KEYRING);
    private final KeyManager manager = home.manager(keyring);
    private final KeyId id = Anchor.id(new Owner(TestHome.APP, ALICE));

    @BeforeEach
    void makeAnAccount() {
        manager.create(ALICE).close();
        save(SESSION, "first");
    }

    private void save(BlobName name, String text) {
        try (AccountKeys keys = home.manager(keyring).open(ALICE)) {
            TestHome.write(keys.seal(raw, Set.of(SESSION)), name, text);
        }
    }

    private String load(BlobName name) {
        try (AccountKeys keys = home.manager(keyring).open(ALICE)) {
            return TestHome.text(keys.seal(raw, Set.of(SESSION)), name);
        }
    }

    private void assertRolledBack(String code, BlobName name) {
        UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> load(name));
        assertThat(e.reason()).isEqualTo(Reason.ROLLED_BACK);
        assertThat(e.code()).isEqualTo(code);
    }

    private String anchor() {
        SecretBytes stored = keyring.keys().get(id);
        return stored == null ? "" : new String(stored.reveal(), StandardCharsets.US_ASCII);
    }

    @Test
    void anEarlierSessionIsNoticed() {
        byte[] first = TestHome.bytes(raw, SESSION);
        save(SESSION, "second");
        assertThat(load(SESSION)).isEqualTo("second");
        TestHome.write(raw, SESSION, first);
        assertRolledBack("HF-0324", SESSION);
    }

    @Test
    void ofTheGenerationsOnlyTheLastOneStandsInForASessionThatIsDamaged() {
        byte[] first = TestHome.bytes(raw, SESSION);
        save(SESSION, "second");
        save(SESSION, "third");
        assertThat(raw.history(SESSION)).hasSize(2);
        assertThat(generations()).containsExactly("second");
        raw.forgetHistory(SESSION);
        TestHome.write(raw, SESSION, first);
        raw.forgetHistory(SESSION);
        raw.setAside(SESSION, raw.revision(SESSION));
        TestHome.write(raw, SESSION, first);
        TestHome.write(raw, SESSION, "damaged");
        assertThat(raw.history(SESSION)).hasSize(1);
        assertThat(generations()).isEmpty();
    }

    private List<String> generations() {
        try (AccountKeys keys = home.manager(keyring).open(ALICE)) {
            Storage sealed = keys.seal(raw, Set.of(SESSION));
            return sealed.history(SESSION).stream()
                    .flatMap(each -> sealed.read(SESSION, each.revision()).stream())
                    .map(stored -> new String(stored.bytes(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    @Test
    void whatIsNotAnchoredMayBePutBack() {
        save(DRAFTS, "first");
        byte[] first = TestHome.bytes(raw, DRAFTS);
        save(DRAFTS, "second");
        TestHome.write(raw, DRAFTS, first);
        assertThat(load(DRAFTS)).isEqualTo("first");
    }

    @Test
    void whatIsSavedOverAnEarlierOneIsTheNewestAgain() {
        byte[] first = TestHome.bytes(raw, SESSION);
        save(SESSION, "second");
        save(SESSION, "third");
        TestHome.write(raw, SESSION, first);
        save(SESSION, "fourth");
        assertThat(load(SESSION)).isEqualTo("fourth");
        TestHome.write(raw, SESSION, first);
        assertRolledBack("HF-0324", SESSION);
    }

    @Test
    void anEarlierKeysetIsNoticedAlsoWhereItsKeyIsGone() {
        byte[] first = TestHome.bytes(raw, KEYSET);
        manager.rotate(ALICE);
        assertThat(load(SESSION)).isEqualTo("first");
        TestHome.write(raw, KEYSET, first);
        assertRolledBack("HF-0314", SESSION);
    }

    @Test
    void anEarlierKeysetIsNoticedAlsoWhereItsKeyIsThere() {
        byte[] first = TestHome.bytes(raw, KEYSET);
        SecretBytes key = keyring.keys().get(manager.keys(ALICE).get(0).key());
        KeyId keyId = manager.keys(ALICE).get(0).key();
        manager.rotate(ALICE);
        keyring.keys().put(keyId, key);
        TestHome.write(raw, KEYSET, first);
        assertRolledBack("HF-0314", SESSION);
    }

    @Test
    void aBackupThatWasPutBackOnPurposeIsTrusted() {
        byte[] first = TestHome.bytes(raw, SESSION);
        save(SESSION, "second");
        TestHome.write(raw, SESSION, first);
        home.manager(keyring).trustBackup(ALICE, Set.of(SESSION));
        assertThat(load(SESSION)).isEqualTo("first");
    }

    @Test
    void aHeaderThatWasForgedIsNotTrustedWithTheBackup() {
        save(SESSION, "second");
        save(SESSION, "third");
        byte[] forged = TestHome.bytes(raw, SESSION);
        for (long sequence : new long[] {0, 1, Long.MAX_VALUE}) {
            new SealHeader(raw.read(SESSION).flatMap(SealHeader::keyOf).orElseThrow(), sequence, new byte[24])
                    .writeTo(forged);
            TestHome.write(raw, SESSION, forged);
            raw.forgetHistory(SESSION);
            home.manager(keyring).trustBackup(ALICE, Set.of(SESSION));
            assertThat(anchor()).contains("session 3\n");
        }
    }

    @Test
    void ofABackupWhoseSessionIsDamagedTheGenerationBeforeIsTrusted() {
        save(SESSION, "second");
        byte[] second = TestHome.bytes(raw, SESSION);
        save(SESSION, "third");
        TestHome.write(raw, SESSION, second);
        raw.forgetHistory(SESSION);
        TestHome.write(raw, SESSION, "damaged");
        home.manager(keyring).trustBackup(ALICE, Set.of(SESSION));
        assertThat(anchor()).contains("session 2\n");
        assertThat(generations()).containsExactly("second");
    }

    @Test
    void anAnchorThatCouldNotBeRaisedIsRaisedByTheNextSave() {
        try (AccountKeys keys = home.manager(keyring).open(ALICE)) {
            keyring.silence();
            TestHome.write(keys.seal(raw, Set.of(SESSION)), SESSION, "second");
        }
        keyring.speak();
        assertThat(anchor()).contains("session 1\n");
        assertThat(load(SESSION)).isEqualTo("second");
        assertThat(anchor()).contains("session 1\n");
        save(SESSION, "third");
        assertThat(anchor()).isEqualTo("holdfast-anchor 1\nkeyset 1\nsession 3\n");
    }

    @Test
    void readingStoresNothing() {
        String before = anchor();
        SecretBytes stored = keyring.keys().get(id);
        assertThat(load(SESSION)).isEqualTo("first");
        assertThat(anchor()).isEqualTo(before);
        assertThat(keyring.keys()).containsEntry(id, stored);
        keyring.keys().remove(id);
        assertThat(load(SESSION)).isEqualTo("first");
        assertThat(keyring.keys()).doesNotContainKey(id);
    }

    @Test
    void anAnchorThatIsGoneOrUnknownIsMadeAgain() {
        keyring.keys().remove(id);
        assertThat(load(SESSION)).isEqualTo("first");
        save(SESSION, "second");
        assertThat(anchor()).isEqualTo("holdfast-anchor 1\nkeyset 1\nsession 2\n");
        keyring.keys().put(id, SecretBytes.copyOf(new byte[] {1, 2, 3}));
        assertThat(load(SESSION)).isEqualTo("second");
        save(SESSION, "third");
        assertThat(anchor()).isEqualTo("holdfast-anchor 1\nkeyset 1\nsession 3\n");
    }

    @Test
    void ofTwoProcessesNeitherLowersTheAnchor() {
        try (AccountKeys one = home.manager(keyring).open(ALICE);
                AccountKeys two = home.manager(keyring).open(ALICE)) {
            TestHome.write(one.seal(raw, Set.of(SESSION)), SESSION, "second");
            TestHome.write(one.seal(raw, Set.of(SESSION)), SESSION, "third");
            manager.rotate(ALICE);
            two.anchor().raise("other", 1);
            assertThat(anchor()).isEqualTo("holdfast-anchor 1\nkeyset 2\nother 1\nsession 3\n");
        }
    }

    @Test
    void aProcessThatALogOutDidNotWaitForLeavesNoAnchorBehind() {
        raw.create(ALICE.retirement().scope());
        try (AccountKeys keys = home.manager(keyring).open(ALICE)) {
            TestHome.write(raw, ALICE.retirement(), "gone");
            manager.keys(ALICE).forEach(manager::destroyKey);
            keys.anchor().raise("session", 9);
        }
        assertThat(keyring.keys()).isEmpty();
    }

    @Test
    void theAnchorMovesWithTheKeys() {
        byte[] first = TestHome.bytes(raw, SESSION);
        save(SESSION, "second");
        TestVault other = new TestVault("other", ProtectionLevel.OS_KEYRING);
        home.manager(keyring, other).protectBy(ALICE, List.of("other"));
        assertThat(keyring.keys()).isEmpty();
        TestHome.write(raw, SESSION, first);
        UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> {
            try (AccountKeys keys = home.manager(other).open(ALICE)) {
                TestHome.text(keys.seal(raw, Set.of(SESSION)), SESSION);
            }
        });
        assertThat(e.reason()).isEqualTo(Reason.ROLLED_BACK);
    }
}
