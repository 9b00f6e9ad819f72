// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Holdfast;
import dev.holdfast.ImportReceipt;
import dev.holdfast.ImportReceipt.Outcome;
import dev.holdfast.Restored;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.testkit.FaultyStorage;
import dev.holdfast.testkit.Leaks;
import dev.holdfast.testkit.Operation;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session file becomes an account, on file systems that other programs use, too. */
class ImportTest {

    @TempDir
    private Path directory;

    private Path home;
    private OldChat old;

    @BeforeEach
    void writeTheOldSession() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        old = OldChat.in(directory).write();
    }

    @Test
    void afterAnImportNothingTellsTheSecrets() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        try (ChildJvm child =
                ChildJvm.start(List.of(), List.of("-Djava.io.tmpdir=" + temporary), Importing.class, home, directory)) {
            List<String> said = child.lines();
            assertThat(said).contains("Import of " + old.file()).noneMatch(ImportTest::tells);
            child.end();
            assertThat(child.errors()).doesNotContain(OldChat.SECRETS);
        }
        assertThat(HomeFiles.contents(directory).values()).isNotEmpty().noneMatch(ImportTest::tells);
        try (Holdfast app = Chat.open(home)) {
            Leaks.after(app.account(Chat.ALICE).logOut()).assertNone(OldChat.SECRETS);
        }
    }

    private static boolean tells(String text) {
        return List.of(OldChat.SECRETS).stream().anyMatch(text::contains);
    }

    /** Imports, and prints the receipt. */
    static final class Importing {
        public static void main(String[] arguments) {
            try (Holdfast app = Chat.open(Path.of(arguments[0]))) {
                System.out.println(OldChat.in(Path.of(arguments[1])).importInto(app));
            }
        }
    }

    @Test
    void aFileThatCannotBeRemovedIsSaidToBeThereAndIsRemovedLater() throws Exception {
        try (Holdfast app = Chat.open(home)) {
            ImportReceipt receipt = app.sessions(new Chat()).importFrom(old.watchedFile(change -> {
                if (change.equals("delete")) {
                    throw new AccessDeniedException("the directory");
                }
            }));
            assertThat(receipt.isFileLeft()).isTrue();
            assertThat(receipt.toString()).contains("file      still there", "warning   HF-0556");
            assertThat(app.sessions(new Chat()).restoreLatest()).isInstanceOf(Restored.class);
        }
        assertThat(old.file()).exists();
        try (Holdfast app = Chat.open(home)) {
            assertThat(old.importInto(app).outcome()).isEqualTo(Outcome.ALREADY_IMPORTED);
        }
        assertThat(old.file()).doesNotExist();
    }

    @Test
    void aFailureBehindTheRemovalIsAWarning() throws Exception {
        try (Holdfast app = Chat.open(home)) {
            ImportReceipt receipt = app.sessions(new Chat()).importFrom(old.watchedFile(change -> {
                if (change.equals("sync")) {
                    throw new IOException("I/O error");
                }
            }));
            assertThat(receipt.warnings()).extracting(Problem::code).contains("HF-0556");
        }
        old.assertFinished(home);
    }

    @Test
    void aDatabaseThatCannotBeMovedIsMovedByTheNextImport() throws Exception {
        try (Holdfast app = Chat.open(home)) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> app.sessions(new Chat())
                            .importFrom(old.watched(change -> {
                                if (change.equals("move")) {
                                    throw new AccessDeniedException("the directory");
                                }
                            }))))
                    .hasMessageContaining("HF-0555");
        }
        assertThat(old.file()).exists();
        old.assertKept(directory).assertFinished(home);
    }

    @Test
    void aProviderThatFallsSilentLosesNothing() throws Exception {
        FickleVault vault = new FickleVault();
        FaultyStorage storage =
                FaultyStorage.over(FileStorage.at(AppPaths.under(Chat.APP, home).data()));
        try (Holdfast app =
                Holdfast.builder(Chat.APP).at(home).storage(storage).keys(vault).open()) {
            vault.fallSilent();
            assertThatThrownBy(() -> old.importInto(app)).hasMessageContaining("HF-0304");
            assertThat(app.accounts()).isEmpty();
            vault.answer();
            storage.onEveryCall(Operation.REPLACE).runBefore(() -> fallSilentOnceItHasAKey(vault));
            assertThatThrownBy(() -> old.importInto(app)).isInstanceOf(UnreadableException.class);
            old.assertKept(directory);
            assertThat(old.file()).exists();
            storage.heal();
            assertThatThrownBy(() -> restarted(app, old)).isInstanceOf(UnreadableException.class);
            vault.answer();
            assertThat(old.importInto(app).outcome()).isEqualTo(Outcome.IMPORTED);
            assertThat(app.sessions(new Chat()).restoreLatest()).isInstanceOf(Restored.class);
        }
        assertThat(old.isGone()).isTrue();
    }

    private static void fallSilentOnceItHasAKey(FickleVault vault) {
        if (!vault.isEmpty()) {
            vault.fallSilent();
        }
    }

    /** As after a start: the account has to ask for its keys. */
    private static ImportReceipt restarted(Holdfast app, OldChat old) {
        app.account(Chat.ALICE).close();
        return old.importInto(app);
    }

    /** It needs a file system in memory, as every Linux has it. */
    @Test
    @Tag("real")
    void aDatabaseOfAnotherFileSystemIsCopied() throws Exception {
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "holdfast");
        OldChat far = OldChat.in(memory).write();
        assertThat(Files.getFileStore(memory)).isNotEqualTo(Files.getFileStore(home));
        try (Holdfast app = Chat.open(home)) {
            assertThat(far.importInto(app).database()).contains(far.data().resolve("db_2024"));
        }
        far.assertFinished(home);
        Files.delete(far.data());
        Files.delete(memory);
    }
}
