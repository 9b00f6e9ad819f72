// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.LogoutReceipt.Outcome;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.state.Document;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogoutTest {

    private static final String APP = "org.example.chat";
    private static final String ALICE = "@alice:example.org";

    @TempDir
    Path directory;

    private final ChatServer server = new ChatServer();
    private final ChatClients clients = new ChatClients(server);

    private Holdfast open() {
        return Holdfast.builder(APP).at(directory).open();
    }

    private Account signIn(Holdfast app) throws IOException {
        Account account = app.sessions(clients)
                .signIn(handle -> clients.logIn(handle, ALICE))
                .account();
        account.document(Drafts.SCHEMA).set(new Drafts("draft text"));
        return account;
    }

    @Test
    void everythingOfTheAccountIsGone() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app);

            LogoutReceipt receipt = account.logOut();

            assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
            assertThat(receipt.isRevoked()).isTrue();
            assertThat(account.logOut()).isSameAs(receipt);
            assertThat(app.accounts()).isEmpty();
        }
        assertNothingIsLeft();
    }

    @Test
    void aDocumentOfALoggedOutAccountThrows() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            Document<Drafts> drafts = account.document(Drafts.SCHEMA);
            account.logOut();

            assertThatThrownBy(() -> drafts.set(new Drafts("late"))).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(drafts::get).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> account.document(Drafts.SCHEMA)).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> account.store("timeline")).isInstanceOf(ScopeGoneException.class);
        }
        assertNothingIsLeft();
    }

    /** Where a root key remains, nothing else makes what is left unreadable. */
    @Test
    void theKeysetGoesAlsoWhereNoFileCanBeMovedAway() throws IOException {
        Storage unpurged = new ForwardingStorage(new MemoryStorage()) {
            @Override
            public void purge(Scope scope) {
                throw new IllegalStateException("nothing can be moved");
            }
        };
        try (Holdfast app =
                Holdfast.builder(APP).at(directory).storage(unpurged).open()) {
            Account account = signIn(app);
            Scope scope = account.open().incarnation().scope();
            assertThat(unpurged.exists(scope)).isTrue();
            assertThat(unpurged.revision(scope.blob("keyset")).isPresent()).isTrue();
            assertThat(account.logOut().isComplete()).isFalse();
            assertThat(unpurged.exists(scope)).isTrue();
            assertThat(unpurged.revision(scope.blob("keyset")).isPresent()).isFalse();
        }
    }

    @Test
    void theNextUserOfTheSameNameIsANewIncarnation() throws IOException {
        try (Holdfast app = open()) {
            signIn(app).logOut();
            Account again = app.sessions(clients)
                    .signIn(handle -> clients.logIn(handle, ALICE))
                    .account();

            assertThat(again.document(Drafts.SCHEMA).get().text()).isEmpty();
            assertThat(app.accounts()).containsExactly(ALICE);
        }
    }

    @Test
    void offlineTheReceiptSaysNotRevokedAndTheRestIsDone() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            server.goOffline();

            LogoutReceipt receipt = account.logOut();

            assertThat(receipt.isComplete()).isTrue();
            assertThat(receipt.isRevoked()).isFalse();
            assertThat(receipt.toString()).contains("not revoked");
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aSessionThatCouldNotBeRevokedIsTriedAgainAtLaterOpensIfTheAppAskedForIt() throws IOException {
        ManualTime time = new ManualTime();
        try (Holdfast app = openRevokingLater(time)) {
            Account account = signIn(app);
            server.goOffline();
            LogoutReceipt receipt = account.logOut();
            assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
            assertThat(receipt.toString()).contains("tried again until");
            assertThat(app.accounts()).isEmpty();
        }
        try (Holdfast app = openRevokingLater(time)) {
            app.sessions(clients);
            assertThat(app.finishLogouts()).anyMatch(receipt -> !receipt.isComplete());
            assertThat(app.accounts()).isEmpty();
        }
        server.comeBack();
        try (Holdfast app = openRevokingLater(time)) {
            app.sessions(clients);
            assertThat(app.finishLogouts()).anyMatch(LogoutReceipt::isRevoked);
        }
        assertNothingIsLeft();
    }

    @Test
    void aSessionThatCouldNotBeRevokedInTimeIsForgotten() throws IOException {
        ManualTime time = new ManualTime();
        try (Holdfast app = openRevokingLater(time)) {
            Account account = signIn(app);
            server.goOffline();
            account.logOut();
        }
        time.pass(Duration.ofDays(8));
        try (Holdfast app = openRevokingLater(time)) {
            app.sessions(clients);
            assertThat(app.finishLogouts()).allMatch(LogoutReceipt::isComplete).noneMatch(LogoutReceipt::isRevoked);
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aSessionThatIsToBeRevokedLaterIsKeptWhileItsKeyIsNotToBeHad() throws IOException {
        ManualTime time = new ManualTime();
        HookedVault vault = new HookedVault();
        try (Holdfast app = openRevokingLater(time, vault)) {
            Account account = signIn(app);
            server.goOffline();
            account.logOut();
        }
        server.comeBack();
        vault.fallSilentAtCall(1);
        try (Holdfast app = openRevokingLater(time, vault)) {
            app.sessions(clients);
            assertThat(app.finishLogouts())
                    .singleElement()
                    .satisfies(receipt -> assertThat(receipt.toString())
                            .contains("pending  revoke session", "not revoked yet: HF-0303"));
        }
        vault.speak();
        try (Holdfast app = openRevokingLater(time, vault)) {
            app.sessions(clients);
            assertThat(app.finishLogouts()).singleElement().matches(LogoutReceipt::isRevoked);
        }
        assertNothingIsLeft();
        assertThat(vault.keys).isEmpty();
    }

    private Holdfast openRevokingLater(ManualTime time, KeyProviderFactory... keys) {
        HoldfastBuilder home = Holdfast.builder(APP).at(directory).clock(time).revokeLater(Duration.ofDays(7));
        return (keys.length == 0 ? home : home.keys(keys)).open();
    }

    @Test
    void whereProcessesShareTheClientTheTokensThatAnotherOneExchangedAreRevoked() throws IOException {
        ClientFactory<ChatClients.Client> shared = new ForwardingClients(clients) {
            @Override
            public boolean isShared() {
                return true;
            }
        };
        MemoryStorage storage = new MemoryStorage();
        try (Holdfast one = open(storage);
                Holdfast two = open(storage)) {
            Account account = one.sessions(shared)
                    .signIn(handle -> clients.logIn(handle, ALICE))
                    .account();
            SessionHandle elsewhere = ((Restored<?>) two.sessions(shared).restore(ALICE)).handle();
            elsewhere.refresh(
                    session -> session.withClientData(ChatClients.session(server.exchange(ChatClients.token(session)))
                            .clientData()));

            assertThat(account.logOut().isRevoked()).isTrue();

            assertThat(server.loggedIn()).isZero();
        }
    }

    private Holdfast open(MemoryStorage storage) {
        return Holdfast.builder(APP).at(directory).storage(storage).open();
    }

    @Test
    void cachesAreClearedOnTheirThreads() throws IOException {
        AtomicReference<Thread> cleared = new AtomicReference<>();
        try (Holdfast app = open()) {
            Account account = signIn(app);
            account.cell("profile", String.class, Duration.ofMinutes(1)).set("draft text");
            account.caches()
                    .register("mine", () -> CompletableFuture.runAsync(() -> cleared.set(Thread.currentThread())));

            LogoutReceipt receipt = account.logOut();

            assertThat(receipt.isComplete()).isTrue();
            assertThat(cleared.get()).isNotNull().isNotEqualTo(Thread.currentThread());
        }
    }

    @Test
    void killedAfterAnyChangeTheNextOpenFinishesIt() throws IOException {
        int survived = 0;
        for (int changes = 0; survived == 0; changes++) {
            Path home = Files.createDirectory(directory.resolve("killed-after-" + changes));
            if (logOutWithin(home, changes)) {
                survived = changes;
            }
            boolean begun = finish(home);
            assertThat(begun).as("after %s changes", changes).isEqualTo(changes > 0 || survived > 0);
        }
        assertThat(survived).isGreaterThan(5);
    }

    /** Whether the log-out came to its end before the process died. */
    private boolean logOutWithin(Path home, int changes) throws IOException {
        DyingStorage storage =
                new DyingStorage(FileStorage.at(AppPaths.under(APP, home).data()));
        Holdfast app = Holdfast.builder(APP).at(home).storage(storage).open();
        Account account = signIn(app);
        storage.dieAfter(changes);
        try {
            account.logOut();
            return true;
        } catch (DyingStorage.Death e) {
            return false;
        } finally {
            storage.close();
        }
    }

    /** Opens again, finishes what was begun, and says whether the log-out had begun. */
    private boolean finish(Path home) throws IOException {
        try (Holdfast app = Holdfast.builder(APP).at(home).open()) {
            if (!app.accounts().isEmpty()) {
                assertThat(app.sessions(clients).restore(ALICE)).isInstanceOf(Restored.class);
                app.account(ALICE).logOut();
                return false;
            }
            assertThat(app.sessions(clients).restore(ALICE)).isInstanceOf(NoSession.class);
            List<LogoutReceipt> receipts = app.finishLogouts();
            assertThat(receipts).allMatch(LogoutReceipt::isComplete).allMatch(LogoutReceipt::isRevoked);
        }
        assertNothingIsLeft();
        return true;
    }

    @Test
    void aSignInKilledAfterAnyChangeIsTakenBackAtTheNextOpen() throws IOException {
        boolean finished = false;
        for (int changes = 0; !finished; changes++) {
            Path home = Files.createDirectory(directory.resolve("killed-after-" + changes));
            finished = signInWithin(home, changes);
            try (Holdfast app = Holdfast.builder(APP).at(home).open()) {
                app.sessions(clients);
                app.finishLogouts();
                List<String> users = app.accounts();
                if (finished || !users.isEmpty()) {
                    assertThat(app.sessions(clients).restore(ALICE)).isInstanceOf(Restored.class);
                    app.account(ALICE).logOut();
                }
            }
            assertThat(leftovers()).as("after %s changes", changes).isEmpty();
        }
    }

    private boolean signInWithin(Path home, int changes) throws IOException {
        DyingStorage storage =
                new DyingStorage(FileStorage.at(AppPaths.under(APP, home).data()));
        Holdfast app = Holdfast.builder(APP).at(home).storage(storage).open();
        storage.dieAfter(changes);
        try {
            app.sessions(clients).signIn(handle -> clients.logIn(handle, ALICE));
            return true;
        } catch (DyingStorage.Death e) {
            return false;
        } finally {
            storage.close();
        }
    }

    @Test
    void stepsArePrintedAsATable() throws IOException {
        try (Holdfast app = open()) {
            LogoutReceipt receipt = signIn(app).logOut();
            assertThat(receipt.steps())
                    .extracting(LogoutReceipt.Step::name)
                    .containsExactly(
                            Logout.STOP, Logout.REVOKE, Logout.DESTROY, Logout.CLEAR, Logout.MOVE, Logout.PROVE);
            assertThat(receipt.steps()).allMatch(step -> step.outcome() == Outcome.DONE);
            assertThat(receipt.toString()).contains("Logout of " + ALICE, "complete");
        }
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(leftovers()).isEmpty();
        assertThat(server.loggedIn()).isZero();
    }

    /** Files that tell of the account, by their content or by being there. */
    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).filter(LogoutTest::tells).toList();
        }
    }

    private static boolean tells(Path file) {
        String path = file.toString();
        return path.contains("/keys/") || path.contains("/trash/") || path.contains("/journal/") || holds(file);
    }

    private static boolean holds(Path file) {
        if (file.endsWith("lock")) {
            return false;
        }
        try {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            return Stream.of("secret-token", "draft text", "store-passphrase", ALICE)
                    .anyMatch(content::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
