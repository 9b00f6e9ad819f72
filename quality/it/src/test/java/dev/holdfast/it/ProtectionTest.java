// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.NotRestored;
import dev.holdfast.NotRestored.Reason;
import dev.holdfast.Restore;
import dev.holdfast.Restored;
import dev.holdfast.it.Chat.Draft;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.RotationReport;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.state.Document;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.testkit.Leaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account whose keys move, change, and are put back by somebody. */
class ProtectionTest {

    @TempDir
    private Path directory;

    private final FickleVault vault = new FickleVault();

    private Holdfast open(KeyProviderFactory... keys) {
        return Holdfast.builder(Chat.APP).at(directory).keys(keys).open();
    }

    @BeforeEach
    void signInUnderAKeyFile() throws Exception {
        try (Holdfast app = open(KeyProviders.keyFile())) {
            Chat.signIn(app);
        }
    }

    @Test
    void anAccountShowsItsLevelAndIsPromotedWhileItsClientRuns() throws Exception {
        try (Holdfast app = open(vault, KeyProviders.keyFile())) {
            Account account = restored(app).account();
            assertThat(account.protection().level()).isEqualTo(ProtectionLevel.FILE_KEY);
            account.protection().moveTo(vault.id());
            assertThat(account.protection().level()).isEqualTo(ProtectionLevel.OS_KEYRING);
            assertThat(account.protection().providers()).containsExactly(vault.id());
            account.document(Draft.SCHEMA).set(new Draft("after"));
        }
        assertThat(HomeFiles.regular(directory)).noneMatch(file -> file.contains("keys/"));
        try (Holdfast app = Holdfast.builder(Chat.APP)
                .at(directory)
                .keys(vault)
                .requireAtLeast(ProtectionLevel.OS_KEYRING)
                .open()) {
            assertThat(restored(app).account().document(Draft.SCHEMA).get()).isEqualTo(new Draft("after"));
        }
    }

    private static Restored<Chat.Client> restored(Holdfast app) {
        Restore<Chat.Client> restore = app.sessions(new Chat()).restoreLatest();
        assertThat(restore).isInstanceOf(Restored.class);
        return (Restored<Chat.Client>) restore;
    }

    @Test
    void aSecondCopyOpensTheAccountWhenTheKeyringHasLostItsOwn() {
        try (Holdfast app = open(vault, KeyProviders.keyFile())) {
            restored(app).account().protection().moveTo(vault.id(), "key-file");
        }
        vault.lose();
        try (Holdfast app = open(vault, KeyProviders.keyFile())) {
            Account account = restored(app).account();
            assertThat(account.document(Draft.SCHEMA).get()).isEqualTo(new Draft("draft text"));
            account.protection().moveTo(vault.id());
        }
        try (Holdfast app = open(vault)) {
            restored(app);
        }
    }

    @Test
    void aFailedMoveLeavesTheKeysWhereTheyWere() {
        try (Holdfast app = open(vault, KeyProviders.keyFile())) {
            Account account = restored(app).account();
            vault.fallSilent();
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> account.protection().moveTo(vault.id()))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("HF-0303"));
            assertThat(account.protection().providers()).containsExactly("key-file");
        }
        try (Holdfast app = open(KeyProviders.keyFile())) {
            restored(app);
        }
    }

    @Test
    void aRotationIsFinishedAndTheOldKeysAreGone() {
        try (Holdfast app = open(KeyProviders.keyFile())) {
            Account account = restored(app).account();
            Document<Draft> draft = account.document(Draft.SCHEMA);
            account.protection().rotate();
            assertThat(draft.get()).isEqualTo(new Draft("draft text"));
            draft.set(new Draft("under the new key"));
            RotationReport report = account.protection().finishRotation();
            assertThat(report).isEqualTo(new RotationReport(1, 0, 1)); // generations
            assertThat(draft.update(text -> new Draft("later"))).isEqualTo(new Draft("later"));
        }
        try (Holdfast app = open(KeyProviders.keyFile())) {
            assertThat(restored(app).account().document(Draft.SCHEMA).get()).isEqualTo(new Draft("later"));
        }
    }

    @Test
    void aRotationIsNotFinishedWhileSomebodyElseHasTheAccountOpen() throws Exception {
        MemoryStorage shared = new MemoryStorage();
        try (Holdfast one = memory(shared, "one");
                Holdfast two = memory(shared, "two")) {
            Account account = Chat.signIn(one);
            Document<Draft> elsewhere = two.account(Chat.ALICE).document(Draft.SCHEMA);
            assertThat(elsewhere.get()).isEqualTo(new Draft("draft text"));
            account.protection().rotate();
            account.document(Draft.SCHEMA).set(new Draft("under the new key"));
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(account.protection()::finishRotation)
                    .satisfies(e -> assertThat(e.code()).isEqualTo("HF-0560"));
            assertThat(elsewhere.update(text -> new Draft(text.text() + "!")))
                    .isEqualTo(new Draft("under the new key!"));
            two.account(Chat.ALICE).close();
            assertThat(account.protection().finishRotation().resealed()).isEqualTo(1);
            assertThat(account.document(Draft.SCHEMA).load().value()).isEqualTo(new Draft("under the new key!"));
        }
    }

    private Holdfast memory(MemoryStorage storage, String name) {
        return Holdfast.builder(Chat.APP)
                .at(directory.resolve(name))
                .storage(storage)
                .open();
    }

    @Test
    void anEarlierSessionThatWasPutBackIsNoticedAndGivesWayToANewOne() throws Exception {
        putAnEarlierSessionBack();
        try (Holdfast app = open(KeyProviders.keyFile())) {
            assertRolledBack(app);
            app.sessions(new Chat()).signIn(app.account(Chat.ALICE), Chat.logIn());
        }
        try (Holdfast app = open(KeyProviders.keyFile())) {
            assertThat(restored(app).account().document(Draft.SCHEMA).get()).isEqualTo(new Draft("draft text"));
        }
    }

    @Test
    void anEarlierSessionIsNotRestoredAsAGenerationEither() throws Exception {
        byte[] earlier = Files.readAllBytes(session());
        exchangeTokens(1);
        exchangeTokens(2);
        Path generation;
        try (Stream<Path> all = Files.list(session().getParent())) {
            generation = all.filter(path -> path.getFileName().toString().startsWith("session~"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
        FileTime written = Files.getLastModifiedTime(generation);
        Files.write(generation, earlier);
        Files.setLastModifiedTime(generation, written);
        Files.delete(session());
        try (Holdfast app = open(KeyProviders.keyFile())) {
            assertThat(app.sessions(new Chat()).restoreLatest()).isInstanceOf(NotRestored.class);
            app.sessions(new Chat()).signIn(app.account(Chat.ALICE), Chat.logIn());
        }
        try (Holdfast app = open(KeyProviders.keyFile())) {
            restored(app);
        }
    }

    @Test
    void aBackupThatWasPutBackOnPurposeIsTrusted() throws Exception {
        putAnEarlierSessionBack();
        try (Holdfast app = open(KeyProviders.keyFile())) {
            assertRolledBack(app);
            app.account(Chat.ALICE).protection().trustBackup();
            restored(app);
        }
    }

    private static void assertRolledBack(Holdfast app) {
        assertThat(app.sessions(new Chat()).restoreLatest())
                .isInstanceOfSatisfying(
                        NotRestored.class, not -> assertThat(not.reason()).isEqualTo(Reason.ROLLED_BACK));
    }

    private void putAnEarlierSessionBack() throws Exception {
        Path session = session();
        byte[] earlier = Files.readAllBytes(session);
        exchangeTokens(1);
        Files.write(session, earlier);
    }

    private void exchangeTokens(int next) {
        try (Holdfast app = open(KeyProviders.keyFile())) {
            Restored<Chat.Client> restored = restored(app);
            restored.handle().refresh(before -> before.withClientData(SecretBytes.copyOf(new byte[] {(byte) next})));
        }
    }

    private Path session() throws Exception {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> sessions = all.filter(path -> path.endsWith("session")).toList();
            assertThat(sessions).hasSize(1);
            return sessions.get(0);
        }
    }

    @Test
    void aLogOutAfterAllThisLeavesNothingAnywhere() throws Exception {
        try (Holdfast app = open(vault, KeyProviders.keyFile())) {
            Account account = restored(app).account();
            account.protection().rotate();
            account.protection().moveTo(vault.id(), "key-file");
            account.protection().rotate();
            Leaks.after(account.logOut()).assertNone(Chat.SECRETS);
        }
        assertThat(vault.isEmpty()).isTrue();
        assertThat(HomeFiles.regular(directory)).noneMatch(file -> file.contains("keys/"));
    }
}
