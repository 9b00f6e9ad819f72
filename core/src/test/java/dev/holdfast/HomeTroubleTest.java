// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
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

    @Test
    void aHomeOfANewerReleaseIsLeftAlone() throws IOException {
        open().close();
        String newer = Files.readString(data().resolve("home.json")).replace("\"layout\": 1", "\"layout\": 2");
        Files.writeString(data().resolve("home.json"), newer);
        assertThatThrownBy(this::open).hasMessageContaining("HF-0501");
        assertThat(data().resolve("home.json")).hasContent(newer);
    }

    /** A storage in which others hold something for good. */
    private ForwardingStorage held(String purpose) {
        return new ForwardingStorage(FileStorage.at(data())) {
            @Override
            public Optional<Lease> lease(Scope scope, String what, LeaseMode mode, Duration wait) {
                return what.equals(purpose) ? Optional.empty() : super.lease(scope, what, mode, wait);
            }
        };
    }

    @Test
    void whatOthersKeepToThemselvesForTooLongIsTold() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
        }
        try (Holdfast app =
                Holdfast.builder(APP).at(directory).storage(held("alive")).open()) {
            assertThatThrownBy(() -> app.account(ALICE))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("HF-0504");
        }
        OldApp old = OldApp.in(directory.resolve("old")).write(OldApp.fullSession(BOB, "db_2024"));
        try (Holdfast app =
                Holdfast.builder(APP).at(directory).storage(held("import")).open()) {
            assertThatThrownBy(() -> app.sessions(clients).importFrom(old.full()))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("HF-0552");
            assertThat(old.isWhole()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"version\":1,\"data\":{\"incarnation\":\"../../x\"}}"})
    void aDamagedPointerIsMadeAgainFromTheAccounts(String damaged) throws IOException {
        signInBoth();
        for (Path pointer : files("accounts/by-user/[0-9a-f]{64}")) {
            Files.writeString(pointer, damaged);
        }
        assertNobodyIsLost();
    }

    @Test
    void aPointerToAnotherUsersAccountIsMadeAgainFromTheAccounts() throws IOException {
        signInBoth();
        List<Path> pointers = files("accounts/by-user/[0-9a-f]{64}");
        Files.copy(pointers.get(0), pointers.get(1), StandardCopyOption.REPLACE_EXISTING);
        assertNobodyIsLost();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"version\":1,\"data\":{\"user\":7}}"})
    void aDamagedRecordOfAnAccountIsMadeAgainFromThePointer(String damaged) throws IOException {
        signInBoth();
        for (Path record : files("accounts/[0-9a-z]{25}/account")) {
            Files.writeString(record, damaged);
        }
        assertNobodyIsLost();
    }

    @Test
    void aMissingRecordOfAnAccountIsMadeAgainFromThePointer() throws IOException {
        signInBoth();
        for (Path record : files("accounts/[0-9a-z]{25}/account")) {
            Files.delete(record);
        }
        assertNobodyIsLost();
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "session", "latest"})
    void whatCannotBeReadNowIsNotTakenForAbsent(String unreadable) throws IOException {
        signInBoth();
        AtomicBoolean failing = new AtomicBoolean(true);
        ForwardingStorage disk = new ForwardingStorage(FileStorage.at(data())) {
            @Override
            public Optional<Stored> read(BlobName name) {
                if (failing.get() && name.name().equals(unreadable)) {
                    Problem problem = new Problem("HF-0103", "the disk fails", null, "nothing was changed", "wait");
                    throw new UnreadableException(problem, UnreadableException.Reason.IO, Revision.ABSENT, null);
                }
                return super.read(name);
            }
        };
        try (Holdfast app = Holdfast.builder(APP).at(directory).storage(disk).open()) {
            SessionManager<ChatClients.Client> sessions = app.sessions(clients);
            if (unreadable.equals("latest")) {
                assertThatThrownBy(sessions::restoreLatest).isInstanceOf(UnreadableException.class);
            } else {
                assertThat(sessions.restore(ALICE)).hasToString("NotRestored[UNREADABLE]");
            }
            failing.set(false);
            assertThat(app.accounts()).containsExactly(ALICE, BOB);
            assertThat(sessions.restore(ALICE)).isInstanceOf(Restored.class);
        }
    }

    @Test
    void anAccountThatCannotBeReadNowKeepsNobodyElseFromSigningIn() throws IOException {
        Incarnation alice;
        try (Holdfast app = open()) {
            alice = signIn(app, ALICE).open().incarnation();
        }
        ForwardingStorage disk = new ForwardingStorage(FileStorage.at(data())) {
            @Override
            public Optional<Stored> read(BlobName name) {
                if (name.equals(alice.account())) {
                    Problem problem = new Problem("HF-0103", "the disk fails", null, "nothing was changed", "wait");
                    throw new UnreadableException(problem, UnreadableException.Reason.IO, Revision.ABSENT, null);
                }
                return super.read(name);
            }
        };
        try (Holdfast app = Holdfast.builder(APP).at(directory).storage(disk).open()) {
            assertThat(signIn(app, BOB).user()).isEqualTo(BOB);
            assertThatThrownBy(() -> app.account(ALICE)).isInstanceOf(UnreadableException.class);
        }
    }

    private void signInBoth() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
            signIn(app, BOB);
        }
    }

    private void assertNobodyIsLost() throws IOException {
        try (Holdfast app = open()) {
            assertThatThrownBy(() -> signIn(app, ALICE)).isInstanceOf(KnownAccountException.class);
            assertThat(app.sessions(clients).restore(ALICE)).isInstanceOf(Restored.class);
            assertThat(app.account(BOB).logOut().isComplete()).isTrue();
            assertThat(app.accounts()).containsExactly(ALICE);
            assertThat(files("accounts/[0-9a-z]{25}/keyset")).hasSize(1);
        }
    }

    private List<Path> files(String path) throws IOException {
        try (Stream<Path> files = Files.walk(data())) {
            return files.filter(file -> data().relativize(file).toString().matches(path))
                    .toList();
        }
    }
}
