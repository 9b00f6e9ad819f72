// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static dev.holdfast.secrets.TestHome.ALICE;
import static dev.holdfast.secrets.TestHome.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that move from provider to provider, are held by several, and change. */
class KeyRotationTest {

    private static final BlobName DRAFTS = ALICE.blob("drafts");
    private static final BlobName OLD = ALICE.blob("old");

    private final TestHome home = new TestHome();
    private final Storage raw = home.raw;
    private final TestVault keyring = new TestVault("test-keyring", ProtectionLevel.OS_KEYRING);
    private final TestVault file = new TestVault("test-file", ProtectionLevel.FILE_KEY);
    private final TestRoot words = new TestRoot(7, 32);
    private final KeyManager manager = home.manager(keyring, file, words);
    private SecretBytes derived = SecretBytes.copyOf(new byte[0]);

    @BeforeEach
    void makeAnAccountUnderTheFile() {
        home.manager(file).create(ALICE).close();
        try (AccountKeys keys = manager.open(ALICE)) {
            TestHome.write(keys.seal(raw), DRAFTS, "hello");
            TestHome.write(keys.seal(raw), OLD, "old");
            derived = keys.derive("x", 32);
        }
    }

    private void assertOpens(KeyManager with, String text) {
        try (AccountKeys keys = with.open(ALICE)) {
            assertThat(TestHome.text(keys.seal(raw), DRAFTS)).isEqualTo(text);
            assertThat(TestHome.text(keys.seal(raw), OLD)).isEqualTo("old");
            assertThat(keys.derive("x", 32)).isEqualTo(derived);
        }
    }

    private ProtectionLevel level() {
        try (AccountKeys keys = manager.open(ALICE)) {
            return keys.level();
        }
    }

    @Test
    void keysMoveToAStrongerProviderAndBackAndNothingIsSealedAnew() {
        byte[] sealed = TestHome.bytes(raw, DRAFTS);
        manager.protectBy(ALICE, List.of("test-keyring"));
        assertThat(level()).isEqualTo(ProtectionLevel.OS_KEYRING);
        assertThat(file.keys()).isEmpty();
        assertOpens(home.managerAtLeast(ProtectionLevel.OS_KEYRING, keyring), "hello");
        manager.protectBy(ALICE, List.of("test-file"));
        assertThat(level()).isEqualTo(ProtectionLevel.FILE_KEY);
        assertThat(keyring.keys()).isEmpty();
        assertOpens(home.manager(file), "hello");
        assertThat(TestHome.bytes(raw, DRAFTS)).isEqualTo(sealed);
    }

    @Test
    void anyOfSeveralCopiesOpensAndTheWeakestIsTheLevel() {
        manager.protectBy(ALICE, List.of("test-keyring", "test-root"));
        assertThat(level()).isEqualTo(ProtectionLevel.ENVIRONMENT);
        assertOpens(manager, "hello");
        keyring.silence();
        assertOpens(manager, "hello");
        keyring.speak();
        keyring.keys().clear();
        assertOpens(manager, "hello");
        assertOpens(home.manager(words), "hello");
        UnreadableException e = catchThrowableOfType(
                UnreadableException.class,
                () -> home.managerAtLeast(ProtectionLevel.OS_KEYRING, keyring).open(ALICE));
        assertThat(e.code()).isEqualTo("HF-0306");
    }

    @Test
    void aCopyThatMayStillComeIsNotSaidToBeLost() {
        manager.protectBy(ALICE, List.of("test-keyring", "test-root"));
        keyring.keys().clear();
        assertReason(Reason.KEY_UNAVAILABLE, home.manager(keyring));
        assertReason(Reason.WRONG_KEY, home.manager(keyring, new TestRoot(8, 32)));
        keyring.silence();
        assertReason(Reason.KEY_UNAVAILABLE, home.manager(keyring, new TestRoot(8, 32)));
    }

    private static void assertReason(Reason reason, KeyManager with) {
        UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> with.open(ALICE));
        assertThat(e.reason()).isEqualTo(reason);
    }

    @Test
    void whatWasSealedBeforeARotationOpensAfterIt() {
        manager.rotate(ALICE);
        assertOpens(home.manager(file), "hello");
        try (AccountKeys keys = manager.open(ALICE)) {
            TestHome.write(keys.seal(raw), DRAFTS, "new");
            assertThat(keys.ids()).hasSize(2);
            assertThat(key(DRAFTS)).isEqualTo(keys.primary());
            assertThat(key(OLD)).isNotEqualTo(keys.primary());
        }
        assertOpens(home.manager(file), "new");
    }

    private long key(BlobName name) {
        return raw.read(name).flatMap(SealHeader::keyOf).orElseThrow();
    }

    @Test
    void aProcessThatHadTheKeysOpenReadsWhatIsSealedUnderTheNewOne() {
        try (AccountKeys before = home.manager(file).open(ALICE);
                AccountKeys other = home.manager(file).open(ALICE)) {
            manager.rotate(ALICE);
            TestHome.write(before.seal(raw), OLD, "old");
            try (AccountKeys after = manager.open(ALICE)) {
                TestHome.write(after.seal(raw), DRAFTS, "new");
                assertThat(TestHome.text(after.seal(raw), OLD)).isEqualTo("old");
            }
            assertThat(TestHome.text(before.seal(raw), DRAFTS)).isEqualTo("new");
            assertThat(other.refresh()).isTrue();
            assertThat(other.refresh()).isFalse();
            assertThat(other.primary()).isEqualTo(before.primary());
        }
    }

    @Test
    void closedKeysAreNotOpenedAgain() {
        AccountKeys keys = home.manager(file).open(ALICE);
        Storage sealed = keys.seal(raw);
        keys.close();
        manager.rotate(ALICE);
        assertThat(keys.refresh()).isFalse();
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> sealed.read(DRAFTS))
                .satisfies(e -> assertThat(e.code()).isEqualTo("HF-0302"));
    }

    @Test
    void aFinishedRotationSealsEverythingAnewAndDropsTheOldKey() {
        manager.rotate(ALICE);
        try (AccountKeys stale = home.manager(file).open(ALICE)) {
            assertThat(manager.finishRotation(ALICE, Set.of(), Supplier::get)).isEqualTo(new RotationReport(2, 0, 1));
            raw.forgetHistory(DRAFTS);
            raw.forgetHistory(OLD);
            assertThat(manager.finishRotation(ALICE, Set.of(), Supplier::get)).isEqualTo(new RotationReport(0, 1, 0));
            assertThat(manager.finishRotation(ALICE, Set.of(), Supplier::get)).isEqualTo(new RotationReport(0, 0, 0));
            assertThat(stale.refresh()).isTrue();
            assertThat(stale.ids()).hasSize(1);
        }
        assertOpens(home.manager(file), "hello");
    }

    @Test
    void aKeyStaysWhileSomethingInQuarantineIsSealedUnderIt() {
        try (AccountKeys keys = manager.open(ALICE)) {
            TestHome.write(keys.seal(raw), ALICE.blob("aside"), "aside");
            keys.seal(raw).setAside(ALICE.blob("aside"), raw.revision(ALICE.blob("aside")));
        }
        manager.rotate(ALICE);
        manager.finishRotation(ALICE, Set.of(), Supplier::get);
        raw.forgetHistory(DRAFTS);
        raw.forgetHistory(OLD);
        RotationReport report = manager.finishRotation(ALICE, Set.of(), Supplier::get);
        assertThat(report).isEqualTo(new RotationReport(0, 0, 1));
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void aKeyStaysWhileAGenerationIsSealedUnderItWhoseCurrentContentIsGone() {
        try (AccountKeys keys = manager.open(ALICE)) {
            TestHome.write(keys.seal(raw), DRAFTS, "later");
        }
        raw.setAside(DRAFTS, raw.revision(DRAFTS));
        raw.forgetHistory(OLD);
        manager.rotate(ALICE);
        manager.finishRotation(ALICE, Set.of(), Supplier::get);
        raw.forgetHistory(OLD);
        assertThat(manager.finishRotation(ALICE, Set.of(), Supplier::get)).isEqualTo(new RotationReport(0, 0, 1));
        try (AccountKeys keys = manager.open(ALICE)) {
            Revision left = raw.history(DRAFTS).get(0).revision();
            assertThat(keys.seal(raw).read(DRAFTS, left))
                    .hasValueSatisfying(it -> assertThat(it.bytes()).asString().isEqualTo("hello"));
        }
    }

    @Test
    void everyKeyStaysWhileAHeaderCannotBeRead() {
        manager.rotate(ALICE);
        byte[] damaged = TestHome.bytes(raw, OLD);
        damaged[5] ^= 1;
        TestHome.write(raw, OLD, damaged);
        raw.forgetHistory(OLD);
        manager.finishRotation(ALICE, Set.of(), Supplier::get);
        raw.forgetHistory(DRAFTS);
        assertThat(manager.finishRotation(ALICE, Set.of(), Supplier::get).kept())
                .isEqualTo(1);
        assertThat(TestHome.bytes(raw, OLD)).isEqualTo(damaged);
    }

    @Test
    void aProviderThatFailsLeavesTheKeysWhereTheyWere() {
        Set<KeyId> before = Set.copyOf(file.keys().keySet());
        keyring.silence();
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> manager.protectBy(ALICE, List.of("test-keyring")));
        TestVault forgetful = new TestVault("forgetful", ProtectionLevel.OS_KEYRING);
        forgetful.beforeEachCall(() -> forgetful.keys().clear());
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> home.manager(file, forgetful).protectBy(ALICE, List.of("test-file", "forgetful")));
        assertThat(file.keys()).containsOnlyKeys(before);
        assertThat(names()).containsExactlyInAnyOrder("keyset", "drafts", "old");
        assertOpens(home.manager(file), "hello");
    }

    private Set<String> names() {
        return raw.list(ALICE).stream().map(BlobName::name).collect(Collectors.toSet());
    }

    @Test
    void providersAreNamedOnceAreConfiguredAndStrongEnough() {
        assertThatIllegalArgumentException().isThrownBy(() -> manager.protectBy(ALICE, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> manager.protectBy(ALICE, List.of("test-file", "test-file")));
        assertFails("HF-0305", manager, "nobody");
        manager.protectBy(ALICE, List.of("test-keyring"));
        assertFails("HF-0315", home.managerAtLeast(ProtectionLevel.OS_KEYRING, keyring, file), "test-file");
        assertThat(level()).isEqualTo(ProtectionLevel.OS_KEYRING);
    }

    private static void assertFails(String code, KeyManager with, String provider) {
        HoldfastException e =
                catchThrowableOfType(HoldfastException.class, () -> with.protectBy(ALICE, List.of(provider)));
        assertThat(e.code()).isEqualTo(code);
    }

    @Test
    void anEarlierKeyThatCannotBeDeletedYetIsRememberedUntilItCan() {
        manager.protectBy(ALICE, List.of("test-keyring"));
        keyring.beforeEachCall(() -> {
            if (!file.keys().isEmpty()) {
                throw new ProviderUnavailableException("test-keyring", "it is silent");
            }
        });
        manager.protectBy(ALICE, List.of("test-file"));
        assertThat(keyring.keys()).isNotEmpty();
        assertThat(manager.keys(ALICE)).extracting(KeyRef::provider).contains("test-keyring");
        keyring.speak();
        manager.recoverIntents(ALICE);
        assertThat(keyring.keys()).isEmpty();
        assertThat(names()).containsExactlyInAnyOrder("keyset", "drafts", "old");
    }

    @Test
    void noKeyIsDeletedWhileTheKeysetIsGoneFromAnAccountThatHasContent() {
        byte[] keyset = TestHome.bytes(raw, ALICE.blob("keyset"));
        manager.keys(ALICE)
                .forEach(ref -> TestHome.write(raw, ALICE.blob("key-intent." + ref.provider() + "." + ref.key()), "x"));
        Blobs.remove(raw, ALICE.blob("keyset"));
        assertThat(manager.recoverIntents(ALICE)).isFalse();
        TestHome.write(raw, ALICE.blob("keyset"), keyset);
        assertThat(manager.recoverIntents(ALICE)).isTrue();
        assertOpens(home.manager(file), "hello");
    }

    @Test
    void aKeysetOfAKindOfProviderThatIsNotKnownYetIsLeftAlone() {
        String text = TestHome.text(raw, ALICE.blob("keyset")).replace(" file-key ", " tea-leaves ");
        byte[] newer = Forgery.withDigest(text.getBytes(StandardCharsets.US_ASCII));
        TestHome.write(raw, ALICE.blob("keyset"), newer);
        UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> manager.open(ALICE));
        assertThat(e.code()).isEqualTo("HF-0313");
    }

    @Test
    void aProviderThatHasLostItsRootKeyIsGivenNoOtherByAnAccountThatHasACopyThere() {
        ForgetfulRoot root = new ForgetfulRoot();
        KeyManager both = home.manager(keyring, file, root);
        List<String> providers = List.of("test-keyring", "forgetful-root");
        both.protectBy(ALICE, providers);
        home.manager(root).create(BOB).close();
        root.forget();
        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(() -> both.rotate(ALICE));
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> both.protectBy(ALICE, providers));
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> both.finishRotation(ALICE, Set.of(), Supplier::get));
        root.remember();
        home.manager(root).open(BOB).close();
        assertOpens(home.manager(root), "hello");
    }
}
