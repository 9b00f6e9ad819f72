// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.it.Chat.Draft;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.testkit.Leaks;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app's old file becomes a document, on a file system that other programs use, too. */
class AdoptionTest {

    @TempDir
    private Path directory;

    private Path file;
    private Path aside;

    @BeforeEach
    void writeTheOldFile() throws IOException {
        file = Files.writeString(directory.resolve("draft.json"), "{\"text\":\"draft text\"}");
        aside = directory.resolve("draft.json.adopted");
    }

    private Holdfast open() {
        return Chat.open(directory.resolve("home"));
    }

    @Test
    void whatIsWrittenInTheLastMomentIsTakenOver() throws Exception {
        Path busy = WatchedFiles.watch(file, change -> {
            if (change.equals("move")) {
                Path newer = Files.writeString(directory.resolve("newer"), "{\"text\":\"newer\"}");
                Files.move(newer, file, StandardCopyOption.REPLACE_EXISTING);
            }
        });
        try (Holdfast app = open()) {
            assertThat(app.adopt(Draft.SCHEMA, busy, 1).get()).isEqualTo(new Draft("newer"));
        }
        assertThat(aside).hasContent("{\"text\":\"newer\"}");
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatCannotBeMovedStaysAndIsKnownAgain() throws Exception {
        Path stuck = WatchedFiles.watch(file, change -> {
            throw new AccessDeniedException("the directory");
        });
        try (Holdfast app = open()) {
            app.adopt(Draft.SCHEMA, stuck, 1).set(new Draft("another"));
        }
        assertThat(file).exists();
        try (Holdfast app = open()) {
            assertThat(app.adopt(Draft.SCHEMA, file, 1).get()).isEqualTo(new Draft("another"));
        }
        assertThat(file).doesNotExist();
        assertThat(aside).hasContent("{\"text\":\"draft text\"}");
    }

    @Test
    void aFailureBehindTheMoveIsNoReasonNotToStart() throws Exception {
        Path unsynced = WatchedFiles.watch(file, change -> {
            if (change.equals("sync")) {
                throw new IOException("I/O error");
            }
        });
        try (Holdfast app = open()) {
            assertThat(app.adopt(Draft.SCHEMA, unsynced, 1).get()).isEqualTo(new Draft("draft text"));
        }
        assertThat(aside).exists();
    }

    @Test
    void intoAnAccountItIsSealedAndLeavesNothingButTheFileThatWasSetAside() throws Exception {
        try (Holdfast app = open()) {
            Account account = app.sessions(new Chat()).signIn(Chat.logIn()).account();
            assertThat(account.adopt(Draft.SCHEMA, file, 1).get()).isEqualTo(new Draft("draft text"));
            assertThat(HomeFiles.named(directory, "draft.json")).content().doesNotContain("draft text");
            Leaks.after(account.logOut()).assertNone(Chat.SECRETS);
        }
        assertThat(aside).exists();
    }

    @Test
    void afterLogOutTheFileStaysInItsPlace() throws Exception {
        try (Holdfast app = open()) {
            Account account = app.sessions(new Chat()).signIn(Chat.logIn()).account();
            account.logOut();
            assertThatThrownBy(() -> account.adopt(Draft.SCHEMA, file, 1)).isInstanceOf(HoldfastException.class);
        }
        assertThat(file).exists();
    }
}
