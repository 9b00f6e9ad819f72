// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.PrivateDirectory;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nothing leads to goes when that is certain; whatever is in doubt stays. */
class OrphansTest {

    private static final String APP = "org.example.chat";
    private static final String ALICE = "@alice:example.org";
    private static final Duration EARLY = Duration.ofDays(6);
    private static final Duration LATE = Duration.ofDays(8);

    @TempDir
    Path directory;

    private final ChatServer server = new ChatServer();
    private final ChatClients clients = new ChatClients(server);
    private Incarnation alice = new Incarnation("0".repeat(25));

    private AppPaths paths() {
        return AppPaths.under(APP, directory);
    }

    private HoldfastBuilder builder(Duration later) {
        return Holdfast.builder(APP)
                .at(directory)
                .clock(Clock.offset(Clock.systemUTC(), later))
                .revokeLater(Duration.ofDays(30));
    }

    /** Opens the home so much later, lets it look, and closes it. */
    private void lookAfter(Duration later) {
        try (Holdfast app = builder(later).open()) {
            app.sessions(clients);
            app.accounts();
        }
        try (Holdfast app = builder(later).open()) {
            app.sessions(clients);
            app.finishLogouts();
        }
    }

    @BeforeEach
    void signIn() throws IOException {
        try (Holdfast app = builder(Duration.ZERO).open()) {
            Account account = app.sessions(clients)
                    .signIn(handle -> clients.logIn(handle, ALICE))
                    .account();
            account.document(Drafts.SCHEMA).set(new Drafts("draft text"));
            alice = account.open().incarnation();
        }
    }

    private void assertAliceIsWhole(Duration later) {
        try (Holdfast app = builder(later).open()) {
            assertThat(app.account(ALICE).document(Drafts.SCHEMA).get().text()).isEqualTo("draft text");
            assertThat(app.sessions(clients).restore(ALICE)).isInstanceOf(Restored.class);
            assertThat(app.accounts()).containsExactly(ALICE);
        }
    }

    /** Files of an account that is not there. */
    private Path leave(Path root, String kind, String... mark) throws IOException {
        Path account = PrivateDirectory.open(root).directory("accounts", "7".repeat(25));
        Files.createDirectories(account.resolve(kind).resolve("some"));
        Files.writeString(account.resolve(kind).resolve("some/file"), "left over");
        for (String each : mark) {
            Files.createDirectories(account.resolve(kind).resolve(each));
        }
        return account;
    }

    /** The mark of this home, as it stands beside what it has made. */
    private String mark() throws IOException {
        try (Stream<Path> stores = Files.list(paths().data().resolve("accounts/" + alice.id() + "/stores"))) {
            return stores.map(store -> store.getFileName().toString())
                    .filter(name -> name.startsWith(".home-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aStoreThatWasMadeForAnAccountThatIsGoneGoesAfterAWeek() throws IOException {
        Path left = leave(paths().data(), "stores");
        lookAfter(EARLY);
        assertThat(left.resolve("stores/some/file")).exists();

        lookAfter(LATE);

        assertThat(left).doesNotExist();
        assertAliceIsWhole(LATE);
    }

    @Test
    void cachesAndRuntimeFilesOfAnAccountThatIsGoneGoAfterAWeek() throws IOException {
        List<Path> left = List.of(leave(paths().cache(), "files", mark()), leave(paths().runtime(), "files", mark()));
        lookAfter(EARLY);
        assertThat(left).allMatch(Files::exists);

        lookAfter(LATE);

        assertThat(left).noneMatch(Files::exists);
    }

    @Test
    void whatAnotherHomeMadeInTheSameCacheStays() throws IOException {
        Path unmarked = leave(paths().cache(), "files");
        Path others = leave(paths().runtime(), "files", ".home-0123456789abcdef");

        lookAfter(LATE);

        assertThat(unmarked).exists();
        assertThat(others).exists();
    }

    @Test
    void whatIsInTheTrashGoesAtOnce() throws IOException {
        Path left = PrivateDirectory.open(paths().cache()).path().resolve("trash/some-0123");
        Files.createDirectories(left);
        Files.writeString(left.resolve("file"), "left over");

        lookAfter(Duration.ZERO);

        assertThat(left).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"version\":1,\"data\":{\"incarnation\":\"../../x\"}}"})
    void whileAPointerIsDamagedEverythingStays(String damaged) throws IOException {
        Path left = leave(paths().data(), "stores");
        Files.writeString(pointer(), damaged);
        Files.delete(paths().data().resolve("accounts/" + alice.id() + "/account"));

        try (Holdfast app = builder(LATE).open()) {
            app.caches();
        }

        assertThat(left).exists();
        assertThat(paths().data().resolve("accounts/" + alice.id() + "/session"))
                .exists();
    }

    @Test
    void anAccountWhosePointerIsGoneIsFoundByItsRecord() throws IOException {
        Files.delete(pointer());
        lookAfter(LATE);
        assertAliceIsWhole(LATE);
        assertThat(pointer()).exists();
    }

    @Test
    void anAccountWhoseRecordIsGoneIsFoundByItsPointer() throws IOException {
        Files.delete(paths().data().resolve("accounts/" + alice.id() + "/account"));
        lookAfter(LATE);
        assertAliceIsWhole(LATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "damaged"})
    void anAccountWhoseRecordIsDamagedStays(String damaged) throws IOException {
        Files.writeString(paths().data().resolve("accounts/" + alice.id() + "/account"), damaged);
        lookAfter(LATE);
        assertAliceIsWhole(LATE);
    }

    @Test
    void whatHasASessionStaysEvenIfNothingLeadsToIt() throws IOException {
        Files.delete(pointer());
        Files.delete(paths().data().resolve("app/latest"));
        Path account = paths().data().resolve("accounts/" + alice.id());
        Files.delete(account.resolve("account"));

        lookAfter(LATE);

        assertThat(account.resolve("session")).exists();
        assertThat(account.resolve("drafts.json")).exists();
        assertThat(account.resolve("stores/timeline/timeline.db")).exists();
    }

    @Test
    void whatASignInMadeWhoseNoteIsGoneGoesWithItsKey() throws IOException {
        long before = keys();
        try (Holdfast app = builder(Duration.ZERO).open()) {
            Home home = app.account(ALICE).open().home();
            Incarnation made = home.newIncarnation();
            home.storage().create(made.scope());
            home.keys().create(made.scope()).close();
        }
        assertThat(keys()).isGreaterThan(before);

        lookAfter(LATE);

        assertThat(keys()).isEqualTo(before);
        assertAliceIsWhole(LATE);
    }

    @Test
    void aTicketWhoseRecordIsGoneIsRevokedAndGoes() throws IOException {
        server.goOffline();
        try (Holdfast app = builder(Duration.ZERO).open()) {
            app.sessions(clients);
            assertThat(app.account(ALICE).logOut().toString()).contains("tried again until");
        }
        try (Stream<Path> records = Files.list(paths().data().resolve("journal"))) {
            Files.delete(records.findFirst().orElseThrow());
        }
        assertThat(keys()).isPositive();
        server.comeBack();
        lookAfter(EARLY);
        assertThat(keys()).isPositive();

        lookAfter(LATE);

        assertThat(keys()).isZero();
        assertThat(server.loggedIn()).isZero();
    }

    @Test
    void whatSomebodyHasOpenStays() throws IOException {
        try (Holdfast app = builder(LATE).open()) {
            Home home = app.account(ALICE).open().home();
            Incarnation left = new Incarnation("7".repeat(25));
            Lease alive =
                    home.alive(left, LeaseMode.SHARED, Duration.ofSeconds(30)).orElseThrow();
            Path files = leave(paths().data(), "stores");

            new Orphans(home).prune();

            assertThat(home.journal().isRetired(left)).isFalse();
            assertThat(files).exists();
            alive.close();
            new Orphans(home).prune();
            assertThat(home.journal().isRetired(left)).isTrue();
        }
    }

    @Test
    void whileAPointerCannotBeReadEverythingStays() throws IOException {
        Path left = leave(paths().data(), "stores");
        ForwardingStorage failing = new ForwardingStorage(FileStorage.at(paths().data())) {
            @Override
            public Optional<Stored> read(BlobName name) {
                if (name.scope().equals(Incarnation.BY_USER)) {
                    Problem problem = new Problem("HF-0103", "the disk fails", null, "nothing was changed", "wait");
                    throw new UnreadableException(problem, UnreadableException.Reason.IO, Revision.ABSENT, null);
                }
                return super.read(name);
            }
        };
        builder(LATE).storage(failing).open().close();
        assertThat(left).exists();
    }

    @Test
    void aDirectoryThatIsMadeWhileItsAccountIsLoggedOutIsTakenBack() throws IOException {
        try (Holdfast app = builder(Duration.ZERO).open()) {
            OpenAccount open = app.account(ALICE).open();
            Path made = open.home().places().store(new Incarnation("7".repeat(25)), "late");
            Path cached = open.home().places().cache(new Incarnation("7".repeat(25)), "late");
            open.home().places().undo(made);
            open.home().places().undo(cached);
            assertThat(made.resolve("../..").normalize()).doesNotExist();
            assertThat(cached.resolve("../..").normalize()).doesNotExist();
            Path kept = open.home().places().store(alice, "timeline");
            open.home().places().undo(kept);
            assertThat(kept.resolve("timeline.db")).exists();
        }
    }

    private Path pointer() throws IOException {
        try (Stream<Path> pointers = Files.list(paths().data().resolve("accounts/by-user"))) {
            return pointers.findFirst().orElseGet(() -> paths().data().resolve("none"));
        }
    }

    private long keys() {
        try (Stream<Path> keys = Files.list(paths().data().resolve("keys"))) {
            return keys.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
