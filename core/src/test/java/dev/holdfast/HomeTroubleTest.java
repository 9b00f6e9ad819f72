// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.AppPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes in which somebody, or a failing disk, has put something that does not belong there. */
class HomeTroubleTest {

    private static final String APP = "org.example.chat";
    private static final String ALICE = "@alice:example.org";
    private static final String BOB = "@bob:example.org";

    @TempDir
    Path directory;

    private final ChatServer server = new ChatServer();
    private final ChatClients clients = new ChatClients(server);

    private Holdfast open() {
        return Holdfast.builder(APP).at(directory).open();
    }

    private Account signIn(Holdfast app, String user) throws IOException {
        return app.sessions(clients)
                .signIn(handle -> clients.logIn(handle, user))
                .account();
    }

    private Path data() {
        return AppPaths.under(APP, directory).data();
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts.", "accounts.Upper", "accounts.a b", "sign-in.", "sign-in.UPPER", "notes.txt"})
    void aForeignFileInTheJournalStopsNoLogOut(String foreign) throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
            OpenAccount bob = signIn(app, BOB).open();
            bob.home().journal().retire(bob.incarnation(), new JournalRecord(BOB, List.of()));
        }
        Files.writeString(data().resolve("journal").resolve(foreign), "{}");
        try (Holdfast app = open()) {
            assertThat(app.finishLogouts()).singleElement().matches(LogoutReceipt::isComplete);
            assertThat(app.accounts()).containsExactly(ALICE);
        }
    }

    @Test
    void aJournalEntryNamedAsThePointersTakesNobodyAway() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
        }
        Path foreign = Files.writeString(data().resolve("journal/accounts.by-user"), "{}");
        try (Holdfast app = open()) {
            assertThat(app.finishLogouts()).isEmpty();
        }
        Files.delete(foreign);
        try (Holdfast app = open()) {
            assertThat(app.accounts()).containsExactly(ALICE);
        }
    }

    @Test
    void aForeignDirectoryBesideTheAccountsIsNobody() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
        }
        Files.createDirectory(data().resolve("accounts/backup"));
        try (Holdfast app = open()) {
            assertThat(app.accounts()).containsExactly(ALICE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "{\"layout\":1}",
                "{\"layout\":\"x\",\"app\":\"org.example.chat\"}",
                "{\"layout\":0,\"app\":\"org.example.chat\"}",
                "{\"layout\":1,\"app\":7}"
            })
    void aDamagedDescriptionOfTheHomeIsNamedAsSuch(String damaged) throws IOException {
        open().close();
        Files.writeString(data().resolve("home.json"), damaged);
        assertThatThrownBy(this::open).hasMessageContaining("HF-0502");
        assertThat(data().resolve("home.json")).hasContent(damaged);
    }
}
