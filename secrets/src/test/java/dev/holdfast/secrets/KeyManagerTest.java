// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static dev.holdfast.secrets.TestHome.ALICE;
import static dev.holdfast.secrets.TestHome.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeyManagerTest {

    private static final BlobName KEYSET = ALICE.blob("keyset");

    private final TestHome home = new TestHome();
    private final TestVault keyring = new TestVault("test-keyring", ProtectionLevel.OS_KEYRING);
    private final TestVault file = new TestVault("test-file", ProtectionLevel.FILE_KEY);

    @Test
    void keysThatWereMadeOpenAgainInTheNextProcess() {
        try (AccountKeys keys = home.manager(keyring, file).create(ALICE)) {
            assertThat(keys.providerIds()).containsExactly("test-keyring");
            assertThat(keys.level()).isEqualTo(ProtectionLevel.OS_KEYRING);
            try (AccountKeys again = home.manager(file, keyring).open(ALICE)) {
                assertThat(again.derive("x", 32)).isEqualTo(keys.derive("x", 32));
                assertThat(again.providerIds()).containsExactly("test-keyring");
            }
        }
    }

    @Test
    void theKeysetReadsLikeAText() {
        home.manager(keyring).create(ALICE).close();
        assertThat(TestHome.text(home.raw, KEYSET))
                .startsWith("holdfast-keyset 1\nkek ")
                .contains("\nepoch 1\nsequence 1\ncreated 2026-11-22T12:00:00Z\nprimary ")
                .contains("\ncopy test-keyring os-keyring -\n");
    }

    @Test
    void whatIsDerivedDependsOnPurposeAccountAndLength() {
        KeyManager manager = home.manager(keyring);
        AccountKeys alice = manager.create(ALICE);
        AccountKeys bob = manager.create(BOB);
        assertThat(alice.derive("a", 64)).isNotEqualTo(alice.derive("b", 64)).isNotEqualTo(bob.derive("a", 64));
        assertThat(alice.derive("a", 64).length()).isEqualTo(64);
    }

    @Test
    void closedKeysAreRefused() {
        AccountKeys keys = home.manager(keyring).create(ALICE);
        Storage sealed = keys.seal(home.raw);
        TestHome.write(sealed, ALICE.blob("a"), "x");
        keys.close();
        assertFails("HF-0301", () -> keys.derive("a", 32));
        assertFails("HF-0302", () -> sealed.read(ALICE.blob("a")));
        assertFails("HF-0302", () -> TestHome.write(sealed, ALICE.blob("b"), "x"));
    }

    @Test
    void theFirstProviderThatWorksTakesTheKey() {
        keyring.silence();
        try (AccountKeys keys = home.manager(keyring, file).create(ALICE)) {
            assertThat(keys.providerIds()).containsExactly("test-file");
        }
        assertThat(home.raw.list(ALICE)).containsExactly(KEYSET);
    }

    @Test
    void aProviderThatIsTooWeakIsNotTakenForANewKey() {
        keyring.silence();
        KeyManager manager = home.managerAtLeast(ProtectionLevel.PASSPHRASE, keyring, file);
        assertThat(assertFails("HF-0304", () -> manager.create(ALICE)).getSuppressed())
                .singleElement()
                .isInstanceOf(ProviderUnavailableException.class);
        assertThat(file.opened()).isZero();
        assertThat(home.raw.list(ALICE)).isEmpty();
    }

    @Test
    void aProviderThatDoesNotGiveTheKeyBackIsNotTaken() {
        TestVault forgetful = new TestVault("forgetful", ProtectionLevel.OS_KEYRING);
        forgetful.beforeEachCall(() -> forgetful.keys().clear());
        try (AccountKeys keys = home.manager(forgetful, file).create(ALICE)) {
            assertThat(keys.providerIds()).containsExactly("test-file");
        }
        assertThat(home.raw.list(ALICE)).containsExactly(KEYSET);
    }

    @Test
    void aProviderThatGivesAnotherKeyBackIsNotTaken() {
        TestVault mistaken = new TestVault("mistaken", ProtectionLevel.OS_KEYRING);
        mistaken.beforeEachCall(
                () -> mistaken.keys().replaceAll((id, key) -> SecretBytes.copyOf(new byte[Xaes256Gcm.KEY_BYTES])));
        try (AccountKeys keys = home.manager(mistaken, file).create(ALICE)) {
            assertThat(keys.providerIds()).containsExactly("test-file");
        }
        assertThat(home.raw.list(ALICE)).containsExactly(KEYSET);
    }

    @Test
    void aProviderIsOpenedOnceForAHome() {
        KeyManager manager = home.manager(keyring);
        manager.create(ALICE).close();
        manager.create(BOB).close();
        manager.open(ALICE).close();
        assertThat(keyring.opened()).isEqualTo(1);
    }

    @Test
    void anAccountThatHasKeysGetsNoNewOnes() {
        KeyManager manager = home.manager(keyring);
        manager.create(ALICE).close();
        byte[] keyset = TestHome.bytes(home.raw, KEYSET);
        assertFails("HF-0311", () -> manager.create(ALICE));
        assertThat(TestHome.bytes(home.raw, KEYSET)).isEqualTo(keyset);
        assertThat(keyring.keys()).hasSize(1);
    }

    @Test
    void anAccountWithSealedContentGetsNoNewKeys() {
        KeyManager manager = home.manager(keyring);
        try (AccountKeys keys = manager.create(ALICE)) {
            TestHome.write(keys.seal(home.raw), ALICE.blob("drafts"), "hello");
        }
        TestHome.write(home.raw, ALICE.blob("drafts"), "plain again");
        manager.destroyKeyset(ALICE);
        assertFails("HF-0311", () -> manager.create(ALICE));
    }

    @Test
    void aLoggedOutAccountGetsNoKeys() {
        home.raw.create(ALICE.retirement().scope());
        TestHome.write(home.raw, ALICE.retirement(), "gone");
        assertThatExceptionOfType(ScopeGoneException.class)
                .isThrownBy(() -> home.manager(keyring).create(ALICE));
        assertThatExceptionOfType(ScopeGoneException.class)
                .isThrownBy(() -> home.manager(keyring).create(Scope.of("accounts", "nobody")));
        assertThat(keyring.keys()).isEmpty();
    }

    @Test
    void aLogoutThatBeginsMeanwhileLeavesNoKeyBehind() {
        home.raw.create(ALICE.retirement().scope());
        keyring.beforeEachCall(() -> TestHome.write(home.raw, ALICE.retirement(), "gone"));
        assertThatExceptionOfType(ScopeGoneException.class)
                .isThrownBy(() -> home.manager(quietlyOpened()).create(ALICE));
        assertThat(keyring.keys()).isEmpty();
        assertThat(home.raw.list(ALICE)).isEmpty();
    }

    private KeyProviderFactory quietlyOpened() {
        return new Quiet(keyring);
    }

    /** A vault with a hook that opening does not call. */
    private static class Quiet implements KeyProviderFactory {

        private final TestVault vault;

        Quiet(TestVault vault) {
            this.vault = vault;
        }

        @Override
        public String id() {
            return vault.id();
        }

        @Override
        public ProtectionLevel level() {
            return vault.level();
        }

        @Override
        public KeyProvider open(ProviderHome opened) {
            return vault;
        }
    }

    @Test
    void blobsThatOnlyLookLikeIntentsAreNone() {
        TestHome.write(home.raw, ALICE.blob("key-intent.notes.json"), "x");
        assertThat(home.manager(keyring).keys(ALICE)).isEmpty();
    }

    @Test
    void aSilentProviderIsNotALostKey() {
        KeyManager manager = home.manager(keyring, file);
        manager.create(ALICE).close();
        keyring.silence();
        assertUnreadable("HF-0303", Reason.KEY_UNAVAILABLE, () -> manager.open(ALICE));
        keyring.speak();
        manager.open(ALICE).close();
    }

    @Test
    void aProviderThatIsNotConfiguredIsNotReplacedByAnother() {
        home.manager(keyring).create(ALICE).close();
        assertUnreadable(
                "HF-0305", Reason.KEY_UNAVAILABLE, () -> home.manager(file).open(ALICE));
    }

    @Test
    void keysAtAProviderThatTheAppFindsTooWeakStayClosed() {
        home.manager(file).create(ALICE).close();
        KeyManager demanding = home.managerAtLeast(ProtectionLevel.OS_KEYRING, keyring, file);
        assertUnreadable("HF-0306", Reason.KEY_UNAVAILABLE, () -> demanding.open(ALICE));
    }

    @Test
    void anotherKeyUnderTheSameIdIsAWrongKey() {
        KeyManager manager = home.manager(keyring);
        manager.create(ALICE).close();
        keyring.keys().replaceAll((id, key) -> SecretBytes.copyOf(new byte[32]));
        assertUnreadable("HF-0307", Reason.WRONG_KEY, () -> manager.open(ALICE));
        keyring.keys().replaceAll((id, key) -> SecretBytes.copyOf(new byte[1]));
        assertUnreadable("HF-0307", Reason.WRONG_KEY, () -> manager.open(ALICE));
    }

    @Test
    void aKeyThatAHealthyProviderDoesNotHaveIsLost() {
        KeyManager manager = home.manager(keyring);
        manager.create(ALICE).close();
        keyring.keys().clear();
        assertThatExceptionOfType(KeyLostException.class)
                .isThrownBy(() -> manager.open(ALICE))
                .satisfies(e -> assertThat(e.code()).isEqualTo("HF-0309"));
    }

    @Test
    void anAccountWithoutAKeysetHasLostItsKeys() {
        assertThatExceptionOfType(KeyLostException.class)
                .isThrownBy(() -> home.manager(keyring).open(ALICE))
                .satisfies(e -> assertThat(e.code()).isEqualTo("HF-0310"));
    }

    @Test
    void theKeysetOfAnotherAccountIsRefused() {
        KeyManager manager = home.manager(keyring);
        manager.create(ALICE).close();
        manager.create(BOB).close();
        TestHome.write(home.raw, KEYSET, TestHome.bytes(home.raw, BOB.blob("keyset")));
        assertUnreadable("HF-0307", Reason.WRONG_KEY, () -> manager.open(ALICE));
    }

    @Test
    void theKeysAreListedWithoutTheProvider() {
        home.manager(keyring).create(ALICE).close();
        keyring.silence();
        KeyManager manager = home.manager();
        assertThat(manager.keys(ALICE))
                .containsExactly(
                        new KeyRef(
                                "test-keyring",
                                keyring.keys().keySet().iterator().next()),
                        new KeyRef("test-keyring", Anchor.id(new Owner(TestHome.APP, ALICE))));
        assertThat(manager.keys(BOB)).isEmpty();
    }

    @Test
    void destructionIsSureOnlyWhenTheProviderSaysSo() {
        KeyManager manager = home.manager(keyring);
        manager.create(ALICE).close();
        KeyRef ref = manager.keys(ALICE).get(0);
        keyring.silence();
        assertThat(manager.destroyKey(ref)).isInstanceOf(KeyDestruction.Pending.class);
        assertThat(home.manager(file).destroyKey(ref)).isInstanceOf(KeyDestruction.Pending.class);
        keyring.speak();
        assertThat(manager.destroyKey(ref)).isEqualTo(new KeyDestruction.Destroyed());
        assertThat(manager.destroyKey(ref)).isEqualTo(new KeyDestruction.Destroyed());
        assertThat(keyring.keys()).isEmpty();
    }

    @Test
    void nobodyIsAskedForTheSakeOfADestruction() {
        home.manager(keyring).create(ALICE).close();
        KeyManager manager = home.manager(locked());
        KeyRef ref = manager.keys(ALICE).get(0);
        assertThat(manager.destroyKey(ref)).isEqualTo(new KeyDestruction.Pending("it is locked"));
        manager.open(ALICE).close();
        assertThat(manager.destroyKey(ref)).isEqualTo(new KeyDestruction.Destroyed());
    }

    @Test
    @Timeout(60)
    void aDestructionWaitsForNoAnswer() throws InterruptedException {
        home.manager(keyring).create(ALICE).close();
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        KeyManager manager = home.manager(new Quiet(keyring) {
            @Override
            public KeyProvider open(ProviderHome opened) {
                asked.countDown();
                answer.join();
                return super.open(opened);
            }

            @Override
            public KeyProviderFactory unattended() {
                return locked().unattended();
            }
        });
        CompletableFuture<Void> opening =
                CompletableFuture.runAsync(() -> manager.open(ALICE).close(), task -> new Thread(task).start());
        asked.await();
        assertThat(manager.destroyKey(manager.keys(ALICE).get(0)))
                .isEqualTo(new KeyDestruction.Pending("it is locked"));
        assertThat(opening).isNotDone();
        answer.complete(true);
        opening.join();
    }

    /** The keyring, which a person has to unlock. */
    private KeyProviderFactory locked() {
        return new Quiet(keyring) {
            @Override
            public KeyProviderFactory unattended() {
                TestVault unattended = new TestVault(keyring.id(), keyring.level());
                unattended.beforeEachCall(() -> {
                    throw new ProviderUnavailableException(
                            new Problem("HF-0364", "it is locked", null, "nothing was changed", "unlock it"));
                });
                return unattended;
            }
        };
    }

    @Test
    void aKeyThatIsStillThereAfterDeletionIsPending() {
        KeyManager manager = home.manager(keyring);
        manager.create(ALICE).close();
        KeyRef ref = manager.keys(ALICE).get(0);
        keyring.beforeEachCall(() -> keyring.keys().put(ref.key(), SecretBytes.copyOf(new byte[32])));
        assertThat(manager.destroyKey(ref))
                .isEqualTo(new KeyDestruction.Pending("the key provider still has the key after deleting it"));
    }

    @Test
    void aDestroyedKeysetLeavesNoGeneration() {
        KeyManager manager = home.manager(keyring);
        manager.create(ALICE).close();
        TestHome.write(home.raw, KEYSET, TestHome.bytes(home.raw, KEYSET));
        home.raw.pin(KEYSET, home.raw.history(KEYSET).get(0).revision());
        manager.destroyKeyset(ALICE);
        manager.destroyKeyset(ALICE);
        assertThat(home.raw.list(ALICE)).isEmpty();
        assertThat(home.raw.history(KEYSET)).isEmpty();
    }

    @Test
    void onlyOneMakesKeysAtATime() {
        Lease other = home.raw
                .lease(ALICE, "keys", LeaseMode.EXCLUSIVE, Duration.ZERO)
                .orElseThrow();
        TestHome.write(home.raw, ALICE.blob("key-intent.test-keyring." + "0".repeat(32)), "x");
        home.manager(keyring).recoverIntents(ALICE);
        assertThat(home.raw.list(ALICE)).as("the other one's intent").hasSize(1);
        other.close();
        home.manager(keyring).recoverIntents(ALICE);
        assertThat(home.raw.list(ALICE)).isEmpty();
    }

    @Test
    void theLongestIdOfAProviderMakesKeys() {
        TestVault vault = new TestVault("p".repeat(28), ProtectionLevel.OS_KEYRING);
        home.manager(vault).create(ALICE).close();
        assertThat(vault.keys()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> home.manager(new TestVault("p".repeat(29), ProtectionLevel.OS_KEYRING)));
    }

    @Test
    void aProviderThatBreaksIsOneThatDoesNotAnswer() {
        KeyManager manager = home.manager(keyring, file);
        manager.create(ALICE).close();
        KeyRef ref = manager.keys(ALICE).get(0);
        List<Throwable> failures =
                List.of(new IllegalStateException("canary"), new UnsatisfiedLinkError("canary"), new LinkageError());
        for (Throwable failure : failures) {
            keyring.beforeEachCall(() -> sneak(failure));
            assertUnreadable("HF-0303", Reason.KEY_UNAVAILABLE, () -> manager.open(ALICE));
            assertThat(manager.destroyKey(ref))
                    .isInstanceOfSatisfying(
                            KeyDestruction.Pending.class,
                            pending -> assertThat(pending.why())
                                    .contains(failure.getClass().getName())
                                    .doesNotContain("canary"));
        }
        try (AccountKeys keys = manager.create(BOB)) {
            assertThat(keys.providerIds()).containsExactly("test-file");
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void aProviderIsThereOnceAndHasAnId() {
        assertThatIllegalArgumentException().isThrownBy(() -> home.manager(keyring, keyring));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> home.manager(new TestVault("a.b", ProtectionLevel.PASSPHRASE)));
    }

    @Test
    void aRootKeyWrapsTheKeyOfEachAccount() {
        TestRoot root = new TestRoot(7, 32);
        AccountKeys keys = home.manager(root).create(ALICE);
        assertThat(home.manager(root).open(ALICE).derive("x", 16)).isEqualTo(keys.derive("x", 16));
        assertThat(home.raw.list(ALICE)).containsExactly(KEYSET);
        assertThat(home.manager(root).destroyKey(home.manager(root).keys(ALICE).get(0)))
                .isEqualTo(new KeyDestruction.RootRemains());
    }

    @Test
    void anotherRootKeyIsAWrongKey() {
        home.manager(new TestRoot(7, 32)).create(ALICE).close();
        KeyManager manager = home.manager(new TestRoot(8, 32));
        assertUnreadable("HF-0307", Reason.WRONG_KEY, () -> manager.open(ALICE));
    }

    @Test
    void aShortRootKeyIsNotTaken() {
        assertFails("HF-0304", () -> home.manager(new TestRoot(7, 31)).create(ALICE));
    }

    @Test
    void aKeysetOfANewerVersionIsLeftAlone() {
        home.manager(keyring).create(ALICE).close();
        String newer = TestHome.text(home.raw, KEYSET).replace("holdfast-keyset 1", "holdfast-keyset 2");
        byte[] bytes = Forgery.withDigest(newer.getBytes(StandardCharsets.US_ASCII));
        TestHome.write(home.raw, KEYSET, bytes);
        assertUnreadable(
                "HF-0313", Reason.KEY_UNAVAILABLE, () -> home.manager(keyring).open(ALICE));
        assertThat(TestHome.bytes(home.raw, KEYSET)).isEqualTo(bytes);
    }

    @Test
    void busyMakersSaySoAfterAWhile() {
        Lease other = home.raw
                .lease(ALICE, "keys", LeaseMode.EXCLUSIVE, Duration.ZERO)
                .orElseThrow();
        KeyWork hasty = new KeyWork(
                home.raw,
                new OpenProviders(new ProviderHome(TestHome.APP, home.raw), List.of()),
                new SecureRandom(),
                Duration.ZERO);
        assertThatExceptionOfType(BusyException.class)
                .isThrownBy(() -> hasty.alone(new Owner(TestHome.APP, ALICE), blobs -> blobs));
        other.close();
    }

    private static void assertUnreadable(String code, Reason reason, Runnable work) {
        UnreadableException e = catchThrowableOfType(UnreadableException.class, work::run);
        assertThat(e.code()).isEqualTo(code);
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e.revision().isPresent()).isTrue();
    }

    private static HoldfastException assertFails(String code, Runnable work) {
        HoldfastException e = catchThrowableOfType(HoldfastException.class, work::run);
        assertThat(e.code()).isEqualTo(code);
        return e;
    }
}
