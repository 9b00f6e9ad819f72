// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.ImportReceipt.Outcome;
import dev.holdfast.NotRestored.Reason;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports that die, or that somebody else interferes with. */
class SessionImportCrashTest {

    private static final String APP = "org.example.chat";
    private static final String ALICE = "@alice:example.org";

    /** Killed in front of the very last step, an import leaves only the file to be removed. */
    private static final Set<Outcome> DONE = Set.of(Outcome.IMPORTED, Outcome.ALREADY_IMPORTED);

    @TempDir
    private Path directory;

    private final SessionClients clients = new SessionClients();

    private Holdfast open(Storage storage, Path home) {
        return Holdfast.builder(APP).at(home).storage(storage).open();
    }

    private static Storage storage(Path home) {
        return FileStorage.at(AppPaths.under(APP, home).data());
    }

    private OldApp old(Path place) throws IOException {
        return OldApp.in(place.resolve("old")).write(OldApp.fullSession(ALICE, "db_2024"));
    }

    @Test
    void oneThatDiesAfterAnyChangeIsFinishedByTheNextAndNothingIsLostOrRevoked() throws IOException {
        int changes = 0;
        while (dies(changes)) {
            changes++;
        }
        assertThat(changes).isGreaterThan(8);
        assertThat(clients.revoked).hasValue(0);
    }

    private boolean dies(int changes) throws IOException {
        Path place = directory.resolve(String.valueOf(changes));
        OldApp old = old(place);
        boolean died = diesAfter(changes, place.resolve("home"), old);
        assertThat(died).as("the file is the last to go").isEqualTo(Files.exists(old.file()));
        reason(place.resolve("home")).ifPresent(reason -> assertThat(reason).isEqualTo(Reason.IMPORT_CUT_OFF));
        try (Holdfast app = open(storage(place.resolve("home")), place.resolve("home"))) {
            SessionManager<Session> sessions = app.sessions(clients);
            assertThat(app.finishLogouts()).allMatch(LogoutReceipt::isComplete);
            assertThat(sessions.importFrom(old.full()).outcome()).isIn(died ? DONE : Set.of(Outcome.NOTHING_THERE));
            assertWhole(sessions);
        }
        assertThat(old.data()).isEmptyDirectory();
        try (Holdfast app = open(storage(place.resolve("home")), place.resolve("home"))) {
            assertWhole(app.sessions(clients));
            assertThat(app.accounts()).containsExactly(ALICE);
            assertThat(accounts(place.resolve("home"))).isOne();
        }
        return died;
    }

    private boolean diesAfter(int changes, Path home, OldApp old) {
        DyingStorage dying = new DyingStorage(storage(home));
        Holdfast app = open(dying, home);
        try {
            SessionManager<Session> sessions = app.sessions(clients);
            dying.dieAfter(changes);
            sessions.importFrom(old.full());
            return false;
        } catch (DyingStorage.Death e) {
            return true;
        } finally {
            Cleanup.of(app::close);
        }
    }

    /** Why a restore that comes before the next import gives no client; empty if it gives one, or if nobody is signed in. */
    private Optional<Reason> reason(Path home) {
        try (Holdfast app = open(storage(home), home)) {
            assertThat(app.finishLogouts()).allMatch(LogoutReceipt::isComplete);
            return app.sessions(clients).restore(ALICE) instanceof NotRestored<Session> not
                    ? Optional.of(not.reason())
                    : Optional.empty();
        }
    }

    @Test
    void whoSignsInInsteadOfFinishingItLosesNothingOfTheOldSession() throws IOException {
        int cutOff = 0;
        for (int changes = 0; diesAfter(changes, home(changes), old(home(changes))); changes++) {
            Path home = home(changes);
            if (reason(home).isPresent()) {
                cutOff++;
                signInAgain(home);
                assertRefusedAndWhole(home, new OldApp(home.resolve("old")));
            }
        }
        assertThat(cutOff).isPositive();
    }

    private Path home(int changes) {
        return directory.resolve("home " + changes);
    }

    private void signInAgain(Path home) {
        Session other = Session.of(URI.create("https://chat.example.org"), SecretBytes.copyOf(new byte[] {1}))
                .withStore("db");
        try (Holdfast app = open(storage(home), home)) {
            app.sessions(clients).signIn(app.account(ALICE), handle -> other);
        }
    }

    private void assertRefusedAndWhole(Path home, OldApp old) throws IOException {
        try (Holdfast app = open(storage(home), home)) {
            SessionManager<Session> sessions = app.sessions(clients);
            assertThatThrownBy(() -> sessions.importFrom(old.full()))
                    .isInstanceOf(KnownAccountException.class)
                    .hasMessageContaining("HF-0551");
            assertThat(old.isWhole()).isTrue();
        }
    }

    private static void assertWhole(SessionManager<Session> sessions) throws IOException {
        Restored<Session> restored = (Restored<Session>) sessions.restoreLatest();
        Path store = restored.handle().store("db");
        assertThat(restored.client().passphrase().orElseThrow().reveal())
                .containsExactly(OldApp.PASSPHRASE.toCharArray());
        assertThat(store.resolve("state.db")).hasContent("rows");
        assertThat(store.resolve("state.db-wal")).hasContent("more rows");
    }

    private static long accounts(Path home) throws IOException {
        try (var accounts = Files.list(AppPaths.under(APP, home).data().resolve("accounts"))) {
            return accounts.filter(account -> !account.endsWith("by-user")).count();
        }
    }

    /** A storage that does something else once, before a blob of a name is replaced. */
    private static final class Interfered extends ForwardingStorage {

        private final String name;
        private Runnable interference = () -> {};

        Interfered(Storage inner, String name) {
            super(inner);
            this.name = name;
        }

        void by(Runnable action) {
            interference = action;
        }

        @Override
        public Replacement replace(BlobName blob, Revision expected, byte[] bytes, Durability durability) {
            if (blob.name().equals(name)) {
                Runnable once = interference;
                interference = () -> {};
                once.run();
            }
            return super.replace(blob, expected, bytes, durability);
        }
    }

    @Test
    void whatTheOldAppWritesMeanwhileIsTakenOverToo() throws IOException {
        OldApp old = old(directory);
        Interfered storage = new Interfered(storage(directory), "session");
        try (Holdfast app = open(storage, directory)) {
            storage.by(() -> old.write(OldApp.fullSession(ALICE, "db_2024").with("sync_token", "s2")));
            assertThat(app.sessions(clients).importFrom(old.full()).outcome()).isEqualTo(Outcome.IMPORTED);
            Restored<Session> restored =
                    (Restored<Session>) app.sessions(clients).restoreLatest();
            assertThat(new String(restored.client().clientData().reveal(), StandardCharsets.UTF_8))
                    .contains("\"s2\"");
        }
        assertThat(old.data()).isEmptyDirectory();
    }

    @Test
    void aFileThatBecomesAnotherUsersIsLeftAlone() throws IOException {
        OldApp old = old(directory);
        Interfered storage = new Interfered(storage(directory), "session");
        try (Holdfast app = open(storage, directory)) {
            storage.by(() -> old.write(OldApp.fullSession("@bob:example.org", "db_2024")));
            assertThatThrownBy(() -> app.sessions(clients).importFrom(old.full()))
                    .hasMessageContaining("HF-0558");
            assertThat(app.accounts()).containsExactly(ALICE);
        }
        assertThat(old.file()).exists();
    }

    @Test
    void aSignInOfTheUserMeanwhileIsLeftAlone() throws IOException {
        OldApp old = old(directory);
        Interfered storage = new Interfered(storage(directory), "imported");
        try (Holdfast app = open(storage, directory)) {
            SessionManager<Session> sessions = app.sessions(clients);
            Session other = Session.of(URI.create("https://chat.example.org"), SecretBytes.copyOf(new byte[] {1}));
            storage.by(() -> sessions.signIn(handle -> other));
            assertThatThrownBy(() -> sessions.importFrom(old.full())).isInstanceOf(KnownAccountException.class);
            assertThat(app.accounts()).containsExactly(ALICE);
            assertThat(accounts(directory)).isOne();
        }
        assertThat(old.isWhole()).isTrue();
        assertThat(clients.revoked).hasValue(0);
    }

    @Test
    void aStoreThatWasFilledBeforeTheDatabaseCameIsNotReplaced() throws IOException {
        OldApp old = old(directory);
        Interfered storage = new Interfered(storage(directory), "session");
        try (Holdfast app = open(storage, directory)) {
            storage.by(() -> fill(app.account(ALICE).store("db")));
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> app.sessions(clients).importFrom(old.full()))
                        .hasMessageContaining("HF-0554");
                assertThat(old.isWhole()).isTrue();
            }
            Files.delete(app.account(ALICE).store("db").resolve("state.db"));
            assertThat(app.sessions(clients).importFrom(old.full()).outcome()).isEqualTo(Outcome.IMPORTED);
            assertWhole(app.sessions(clients));
        }
    }

    @Test
    void aRestoreBeforeTheDatabaseCameSaysWhetherTheImportCanGoOn() throws IOException {
        OldApp old = cutOffBeforeTheDatabaseCame();
        assertThat(reason(directory)).contains(Reason.IMPORT_CUT_OFF);
        Path elsewhere = Files.move(old.database(), directory.resolve("elsewhere"));
        assertThat(reason(directory)).contains(Reason.STORE_MISSING);
        Files.move(elsewhere, old.database());
        try (Holdfast app = open(storage(directory), directory)) {
            assertThat(app.sessions(clients).importFrom(old.full()).outcome()).isEqualTo(Outcome.IMPORTED);
            assertWhole(app.sessions(clients));
        }
    }

    @Test
    void theDatabaseOfTheOldSessionNeverComesToANewOne() throws IOException {
        OldApp old = cutOffBeforeTheDatabaseCame();
        signInAgain(directory);
        assertRefusedAndWhole(directory, old);
    }

    private OldApp cutOffBeforeTheDatabaseCame() throws IOException {
        OldApp old = old(directory);
        Path elsewhere = directory.resolve("elsewhere");
        Interfered storage = new Interfered(storage(directory), "session");
        try (Holdfast app = open(storage, directory)) {
            storage.by(() -> move(old.database(), elsewhere));
            assertThatThrownBy(() -> app.sessions(clients).importFrom(old.full()))
                    .hasMessageContaining("HF-0548");
        }
        Files.move(elsewhere, old.database());
        return old;
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(Path store) {
        try {
            Files.writeString(store.resolve("state.db"), "newer");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
