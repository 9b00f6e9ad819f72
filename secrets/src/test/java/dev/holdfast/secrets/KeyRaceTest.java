// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static dev.holdfast.secrets.TestHome.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of keys that meet each other, writers, readers and failures half-way. */
class KeyRaceTest {

    private static final BlobName DRAFTS = ALICE.blob("drafts");
    private static final BlobName SESSION = ALICE.blob("session");
    private static final BlobName KEYSET = ALICE.blob("keyset");
    private static final Set<BlobName> ANCHORED = Set.of(SESSION);

    private final TestHome home = new TestHome();
    private final Storage raw = home.raw;
    private final TestVault vault = new TestVault("one", ProtectionLevel.FILE_KEY);
    private final TestVault other = new TestVault("two", ProtectionLevel.OS_KEYRING);
    private final KeyManager manager = home.manager(vault, other);

    @BeforeEach
    void makeAnAccount() {
        home.manager(vault).create(ALICE).close();
        save(manager, DRAFTS, "hello");
        save(manager, SESSION, "first");
    }

    private void save(KeyManager by, BlobName name, String text) {
        try (AccountKeys keys = by.open(ALICE)) {
            TestHome.write(keys.seal(raw, ANCHORED), name, text);
        }
    }

    private String load(KeyManager by, BlobName name) {
        try (AccountKeys keys = by.open(ALICE)) {
            return TestHome.text(keys.seal(raw, ANCHORED), name);
        }
    }

    private void forgetGenerations() {
        raw.list(ALICE).forEach(raw::forgetHistory);
    }

    /** Something that another process does before one of the next calls of the vault. */
    private void atCall(int number, Runnable elsewhere) {
        int[] calls = {0};
        vault.beforeEachCall(() -> {
            if (++calls[0] == number) {
                vault.speak();
                elsewhere.run();
            }
        });
    }

    private KeyManager elsewhere() {
        return home.manager(vault, other);
    }

    @Test
    void aRotationWhileAnotherIsFinishedLosesNothing() {
        for (int call = 1; call < 3; call++) {
            rotateAndForgetGenerations();
            atCall(call, () -> elsewhere().rotate(ALICE));
            try {
                manager.finishRotation(ALICE, ANCHORED, Supplier::get);
            } catch (BusyException e) {
                assertThat(e.code()).isEqualTo("HF-0312");
            }
            vault.speak();
            assertThat(load(elsewhere(), DRAFTS)).as("at call %d", call).isEqualTo("hello");
        }
    }

    @Test
    void aRotationOnceAllIsAtHandToFinishAnotherLosesNothing() {
        rotateAndForgetGenerations();
        assertThatExceptionOfType(BusyException.class)
                .isThrownBy(() -> manager.finishRotation(ALICE, ANCHORED, work -> {
                    elsewhere().rotate(ALICE);
                    return work.get();
                }))
                .returns("HF-0312", HoldfastException::code);
        assertThat(load(elsewhere(), DRAFTS)).isEqualTo("hello");
    }

    private void rotateAndForgetGenerations() {
        manager.rotate(ALICE);
        manager.finishRotation(ALICE, ANCHORED, Supplier::get);
        forgetGenerations();
    }

    @Test
    void anAccountOpensWhileItsKeysChange() {
        for (int call = 1; call < 6; call++) {
            KeyManager opening = elsewhere();
            atCall(call, () -> elsewhere().rotate(ALICE));
            assertThat(load(opening, DRAFTS)).as("at call %d", call).isEqualTo("hello");
            vault.speak();
        }
    }

    @Test
    void anAccountOpensWhileItsKeysMove() {
        for (int call = 1; call < 6; call++) {
            KeyManager opening = elsewhere();
            atCall(call, () -> elsewhere().protectBy(ALICE, List.of("two")));
            assertThat(load(opening, DRAFTS)).as("at call %d", call).isEqualTo("hello");
            vault.speak();
            manager.protectBy(ALICE, List.of("one"));
        }
    }

    @Test
    void aVaultThatFallsSilentAtAnyCallMakesKeysUnavailable() {
        for (int call = 1; call < 4; call++) {
            KeyManager opening = elsewhere();
            atCall(call, () -> {
                throw new ProviderUnavailableException("one", "it is silent");
            });
            UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> opening.open(ALICE));
            assertThat(e.reason()).as("at call %d", call).isEqualTo(Reason.KEY_UNAVAILABLE);
        }
    }

    @Test
    void noKeysetBecomesLongerThanItMayBe() {
        HoldfastException e = catchThrowableOfType(HoldfastException.class, () -> {
            while (raw.read(KEYSET).orElseThrow().bytes().length <= Keyset.MAX_BYTES) {
                manager.rotate(ALICE);
            }
        });
        assertThat(load(elsewhere(), DRAFTS)).isEqualTo("hello");
        assertThat(e.code()).isEqualTo("HF-0316");
        manager.protectBy(ALICE, List.of("two", "one"));
        manager.finishRotation(ALICE, ANCHORED, Supplier::get);
        forgetGenerations();
        manager.finishRotation(ALICE, ANCHORED, Supplier::get);
        manager.rotate(ALICE);
        assertThat(load(elsewhere(), DRAFTS)).isEqualTo("hello");
    }

    /** A storage whose process dies when it has replaced the keyset, before that is durable. */
    private static final class Undurable extends ForwardingStorage {

        private Consumer<Storage> cut = storage -> {};
        private boolean dies = true;

        Undurable(Storage inner) {
            super(inner);
        }

        @Override
        public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
            if (!name.equals(KEYSET) || !dies) {
                return super.replace(name, expected, bytes, durability);
            }
            byte[] before = TestHome.bytes(inner(), name);
            super.replace(name, expected, bytes, durability);
            cut = storage -> TestHome.write(storage, name, before);
            dies = false;
            throw new Life.Killed();
        }

        @Override
        public Replacement confirm(BlobName name, Revision expected) {
            if (name.equals(KEYSET)) {
                cut = storage -> {};
            }
            return super.confirm(name, expected);
        }

        void powerCut() {
            cut.accept(inner());
        }
    }

    @Test
    void noKeyIsDeletedBeforeTheKeysetThatReplacesItIsDurable() {
        Undurable disk = new Undurable(raw);
        TestHome mortal = new TestHome(disk);
        assertThatExceptionOfType(Life.Killed.class)
                .isThrownBy(() -> mortal.manager(vault).rotate(ALICE));
        mortal.manager(vault).recoverIntents(ALICE);
        disk.powerCut();
        assertThat(load(elsewhere(), DRAFTS)).isEqualTo("hello");
    }

    @Test
    void aSessionThatWasPutBackIsNoNewerForARotation() {
        byte[] first = TestHome.bytes(raw, SESSION);
        save(manager, SESSION, "second");
        TestHome.write(raw, SESSION, first);
        manager.rotate(ALICE);
        manager.finishRotation(ALICE, ANCHORED, Supplier::get);
        UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> load(elsewhere(), SESSION));
        assertThat(e.reason()).isEqualTo(Reason.ROLLED_BACK);
    }

    @Test
    void whatARotationSealsAnewIsAnchored() {
        byte[] first = TestHome.bytes(raw, SESSION);
        manager.rotate(ALICE);
        manager.finishRotation(ALICE, ANCHORED, Supplier::get);
        assertThat(load(elsewhere(), SESSION)).isEqualTo("first");
        TestHome.write(raw, SESSION, first);
        UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> load(elsewhere(), SESSION));
        assertThat(e.reason()).isEqualTo(Reason.ROLLED_BACK);
    }

    @Test
    void whatIsSavedWhileItIsReadWasNotPutBack() {
        try (AccountKeys keys = manager.open(ALICE)) {
            Storage plain = keys.seal(raw, ANCHORED);
            Storage sealed = keys.seal(
                    new ForwardingStorage(raw) {
                        @Override
                        public Optional<Stored> read(BlobName name) {
                            Optional<Stored> stored = super.read(name);
                            TestHome.write(plain, name, "second");
                            return stored;
                        }
                    },
                    ANCHORED);
            assertThat(TestHome.text(sealed, SESSION)).isEqualTo("first");
            assertThat(TestHome.text(plain, SESSION)).isEqualTo("second");
        }
    }

    @Test
    void aKeysetThatIsDamagedDamagesNoDocument() {
        try (AccountKeys keys = manager.open(ALICE)) {
            manager.rotate(ALICE);
            save(elsewhere(), DRAFTS, "new");
            TestHome.write(raw, KEYSET, "holdfast-keyset 1 and then nothing");
            UnreadableException e = catchThrowableOfType(
                    UnreadableException.class, () -> keys.seal(raw).read(DRAFTS));
            assertThat(e.code()).isEqualTo("HF-0308");
            assertThat(e.reason()).isEqualTo(Reason.KEY_UNAVAILABLE);
            assertThat(e.revision()).isEqualTo(raw.revision(DRAFTS));
        }
    }

    @Test
    void aProcessThatHadTheKeysOpenAnchorsWhereTheyMovedTo() {
        byte[] first = TestHome.bytes(raw, SESSION);
        try (AccountKeys keys = manager.open(ALICE)) {
            elsewhere().protectBy(ALICE, List.of("two"));
            TestHome.write(keys.seal(raw, ANCHORED), SESSION, "second");
        }
        assertThat(vault.keys()).isEmpty();
        TestHome.write(raw, SESSION, first);
        UnreadableException e = catchThrowableOfType(UnreadableException.class, () -> load(elsewhere(), SESSION));
        assertThat(e.reason()).isEqualTo(Reason.ROLLED_BACK);
    }

    @Test
    void anAnchorThatWasStoredTooLateIsTakenBack() {
        try (AccountKeys keys = manager.open(ALICE)) {
            Anchor before = keys.anchor();
            elsewhere().protectBy(ALICE, List.of("two"));
            before.raise("session", 9);
        }
        assertThat(vault.keys()).isEmpty();
    }

    @Test
    void aBackupIsTrustedByTheVaultThatWouldNoticeOrNotAtAll() {
        KeyManager both = home.manager(vault, new TestRoot(7, 32));
        both.protectBy(ALICE, List.of("one", "test-root"));
        byte[] first = TestHome.bytes(raw, SESSION);
        save(both, SESSION, "second");
        TestHome.write(raw, SESSION, first);
        vault.silence();
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> both.trustBackup(ALICE, ANCHORED));
        vault.speak();
        both.trustBackup(ALICE, ANCHORED);
        assertThat(load(both, SESSION)).isEqualTo("first");
    }

    @Test
    void aBackupOfAnAccountThatIsLoggedOutMeanwhileLeavesNoAnchor() {
        raw.create(ALICE.retirement().scope());
        atCall(4, () -> {
            TestHome.write(raw, ALICE.retirement(), "gone");
            KeyManager logOut = elsewhere();
            List<KeyRef> keys = logOut.keys(ALICE);
            logOut.destroyKeyset(ALICE);
            keys.forEach(logOut::destroyKey);
        });
        home.manager(vault).trustBackup(ALICE, ANCHORED);
        assertThat(vault.keys()).isEmpty();
    }

    @Test
    void whatIsSetAsideKeepsTheKeysOfWhatIsLeft() {
        manager.rotate(ALICE);
        save(manager, DRAFTS, "second");
        try (AccountKeys keys = manager.open(ALICE)) {
            keys.seal(raw).setAside(DRAFTS, raw.revision(DRAFTS));
        }
        manager.finishRotation(ALICE, ANCHORED, Supplier::get);
        raw.forgetHistory(SESSION);
        manager.finishRotation(ALICE, ANCHORED, Supplier::get);
        Revision generation = raw.history(DRAFTS).get(0).revision();
        try (AccountKeys keys = elsewhere().open(ALICE)) {
            assertThat(keys.seal(raw).read(DRAFTS, generation)).isPresent();
        }
    }

    @Test
    void whatCannotBeReadCanBeSetAside() {
        try (AccountKeys keys = manager.open(ALICE)) {
            Revision revision = raw.revision(DRAFTS);
            Storage sealed = keys.seal(new ForwardingStorage(raw) {
                @Override
                public Optional<Stored> read(BlobName name, Revision which) {
                    throw new UnreadableException(Problems.damagedSeal(name), Reason.TOO_LARGE, which, null);
                }
            });
            assertThat(sealed.setAside(DRAFTS, revision)).isPresent();
        }
    }

    /** A write that is under way when the keys are refreshed ends first: none is under an earlier key after it. */
    @Test
    void noWriteUnderAnEarlierKeyEndsAfterARefresh() throws InterruptedException {
        try (AccountKeys keys = manager.open(ALICE)) {
            Thread refreshing = new Thread(keys::refresh, "refreshing");
            Storage slow = new ForwardingStorage(raw) {
                @Override
                public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
                    elsewhere().rotate(ALICE);
                    refreshing.start();
                    assertThat(waitsOrEnds(refreshing)).isEqualTo(Thread.State.WAITING);
                    return super.replace(name, expected, bytes, durability);
                }
            };
            TestHome.write(keys.seal(slow), DRAFTS, "second");
            refreshing.join();
            assertThat(keys.ids()).hasSize(2);
        }
    }

    private static Thread.State waitsOrEnds(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        return thread.getState();
    }

    @Test
    void twoThatSetAsideAtOnceWhatOneKeySealsBothDo() {
        ForwardingStorage racing = new ForwardingStorage(raw) {
            @Override
            public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
                if (name.name().startsWith("key-needed.")) {
                    super.replace(name, expected, bytes.clone(), durability);
                }
                return super.replace(name, expected, bytes, durability);
            }
        };
        try (AccountKeys keys = manager.open(ALICE)) {
            assertThat(keys.seal(racing).setAside(DRAFTS, raw.revision(DRAFTS))).isPresent();
        }
    }

    @Test
    void keysAreClosedWhileAPersonIsAskedForThoseThatCameAfterThem() throws Exception {
        AccountKeys keys = manager.open(ALICE);
        elsewhere().rotate(ALICE);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        vault.beforeEachCall(() -> {
            asked.countDown();
            answer.join();
        });
        Executor threads = task -> new Thread(task).start();
        CompletableFuture<Boolean> refreshed = CompletableFuture.supplyAsync(keys::refresh, threads);
        asked.await();
        try {
            CompletableFuture.runAsync(keys::close, threads).get(30, TimeUnit.SECONDS);
            assertThat(refreshed).isNotDone();
        } finally {
            answer.complete(true);
        }
        refreshed.join();
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> TestHome.text(keys.seal(raw), DRAFTS))
                .returns("HF-0302", HoldfastException::code);
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> keys.derive("x", 32))
                .returns("HF-0301", HoldfastException::code);
    }
}
