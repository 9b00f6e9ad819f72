// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.NotRestored.Reason;
import dev.holdfast.state.Codec;
import dev.holdfast.state.Documents;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionManagerTest {

    private static final String ALICE = "@alice:example.org";
    private static final String BOB = "@bob:example.org";

    @TempDir
    Path directory;

    private final ChatServer server = new ChatServer();
    private final ChatClients clients = new ChatClients(server);

    private Holdfast open() {
        return Holdfast.builder("org.example.chat").at(directory).open();
    }

    private Restored<ChatClients.Client> signIn(Holdfast app, String user) throws IOException {
        return app.sessions(clients).signIn(handle -> clients.logIn(handle, user));
    }

    @Test
    void nobodyIsSignedInAtFirst() {
        try (Holdfast app = open()) {
            assertThat(app.sessions(clients).restoreLatest()).isInstanceOf(NoSession.class);
            assertThat(app.sessions(clients).list()).isEmpty();
            assertThat(app.accounts()).isEmpty();
            assertThatThrownBy(() -> app.account(ALICE)).hasMessageContaining("HF-0510");
        }
    }

    @Test
    void aSessionIsRestoredAsItWasSaved() throws IOException {
        Session saved;
        try (Holdfast app = open()) {
            saved = signIn(app, ALICE).client().session;
        }
        try (Holdfast app = open()) {
            Restored<ChatClients.Client> restored =
                    (Restored<ChatClients.Client>) app.sessions(clients).restoreLatest();

            assertThat(restored.client().session).isEqualTo(saved);
            assertThat(restored.account().user()).isEqualTo(ALICE);
            assertThat(restored.handle().store("timeline").resolve("timeline.db"))
                    .exists();
        }
    }

    @Test
    void theLatestIsTheOneWhoWasRestoredLast() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
            signIn(app, BOB);
        }
        try (Holdfast app = open()) {
            assertThat(app.sessions(clients).list()).containsExactly(ALICE, BOB);
            assertThat(app.sessions(clients).restore(ALICE)).isInstanceOf(Restored.class);
        }
        try (Holdfast app = open()) {
            Restored<?> latest = (Restored<?>) app.sessions(clients).restoreLatest();
            assertThat(latest.account().user()).isEqualTo(ALICE);
        }
    }

    @Test
    void aClientRunsOnce() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
            assertThat(reason(app)).isEqualTo(Reason.IN_USE);
        }
    }

    @Test
    void aSessionThatTheServerRevokedIsKeptAndTheAccountCanSignInAgain() throws IOException {
        try (Holdfast app = open()) {
            server.logOut(ChatClients.token(signIn(app, ALICE).client().session));
        }
        try (Holdfast app = open()) {
            assertThat(reason(app)).isEqualTo(Reason.REVOKED);

            Account account = app.account(ALICE);
            Restored<ChatClients.Client> again = app.sessions(clients).signIn(account, handle -> {
                assertThat(handle.session().store())
                        .as("the session that it had")
                        .contains("timeline");
                return clients.logIn(handle, ALICE);
            });

            assertThat(again.account()).isSameAs(account);
        }
        try (Holdfast app = open()) {
            assertThat(app.sessions(clients).restoreLatest()).isInstanceOf(Restored.class);
        }
    }

    @Test
    void aKnownAccountIsNotGivenToAnotherUser() throws IOException {
        try (Holdfast app = open()) {
            server.logOut(ChatClients.token(signIn(app, ALICE).client().session));
        }
        try (Holdfast app = open()) {
            Account account = app.account(ALICE);
            assertThatThrownBy(() -> app.sessions(clients).signIn(account, handle -> clients.logIn(handle, BOB)))
                    .hasMessageContaining("HF-0512");
            assertThat(server.loggedIn()).isZero();
            assertThat(app.accounts()).containsExactly(ALICE);
        }
    }

    @Test
    void aStoreThatIsMissingIsFoundBeforeTheClientIsRebuilt() throws IOException {
        Path store;
        try (Holdfast app = open()) {
            store = signIn(app, ALICE).handle().store("timeline");
        }
        Files.delete(store.resolve("timeline.db"));
        Files.delete(store);
        try (Holdfast app = open()) {
            assertThat(reason(app)).isEqualTo(Reason.STORE_MISSING);
            assertThat(app.accounts()).containsExactly(ALICE);
        }
    }

    @Test
    void aDamagedSessionIsSaidToBeUnreadableAtEveryRestoreAndTheAccountCanSignInAgain() throws IOException {
        try (Holdfast app = open()) {
            Path file = Path.of(signIn(app, ALICE).account().open().session().location());
            Files.writeString(file, "damaged");
        }
        for (int restore = 0; restore < 2; restore++) {
            try (Holdfast app = open()) {
                assertThat(reason(app)).isEqualTo(Reason.UNREADABLE);
            }
        }
        try (Holdfast app = open()) {
            app.sessions(clients).signIn(app.account(ALICE), handle -> clients.logIn(handle, ALICE));
        }
        try (Holdfast app = open()) {
            assertThat(app.sessions(clients).restoreLatest()).isInstanceOf(Restored.class);
        }
    }

    @Test
    void whatTheFactoryThrowsIsReportedAndDeletesNothing() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
        }
        server.goOffline();
        try (Holdfast app = open()) {
            NotRestored<?> not = (NotRestored<?>) app.sessions(clients).restoreLatest();
            assertThat(not.reason()).isEqualTo(Reason.CLIENT_FAILED);
            assertThat(not.cause().orElseThrow()).hasMessage("offline");
            assertThat(app.accounts()).containsExactly(ALICE);
        }
    }

    @Test
    void aFirstSignInOfAKnownUserSaysSoAndLeavesTheAccountAlone() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);

            assertThatThrownBy(() -> signIn(app, ALICE))
                    .isInstanceOfSatisfying(
                            KnownAccountException.class,
                            e -> assertThat(e.user()).isEqualTo(ALICE));

            assertThat(app.accounts()).containsExactly(ALICE);
            assertThat(server.loggedIn()).isOne();
        }
    }

    @Test
    void aSignInThatFailsThrowsWhatWasThrownAndLeavesNothing() throws IOException {
        try (Holdfast app = open()) {
            long before = files();
            assertThatThrownBy(() -> app.sessions(clients).signIn(handle -> {
                        handle.store("timeline");
                        throw new IOException("wrong password");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("wrong password");

            assertThat(app.accounts()).isEmpty();
            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void aHomeOfAnotherAppIsRefused() {
        open().close();
        assertThatThrownBy(() -> Holdfast.builder("org.example.other")
                        .storage(FileStorage.at(
                                AppPaths.under("org.example.chat", directory).data()))
                        .at(directory)
                        .open())
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("HF-0502");
    }

    @Test
    void aClientThatMayBeSharedRunsOnceInAProcess() throws IOException {
        ClientFactory<ChatClients.Client> shared = new ForwardingClients(clients) {
            @Override
            public boolean isShared() {
                return true;
            }
        };
        try (Holdfast app = open()) {
            Restored<ChatClients.Client> signedIn = app.sessions(shared).signIn(handle -> clients.logIn(handle, ALICE));
            Account account = signedIn.account();
            assertThat(app.sessions(shared).restore(ALICE)).hasToString("NotRestored[IN_USE]");
            assertThat(app.sessions(clients).restore(ALICE)).hasToString("NotRestored[IN_USE]");
            account.close();
            assertThat(app.sessions(shared).restore(ALICE)).isInstanceOf(Restored.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/var/lib/chat/timeline", "../timeline", "..", "a/b", "C:\\timeline", ""})
    void aSessionThatNamesAPathForItsStoreLeadsNowhere(String path) throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
        }
        Files.createDirectories(directory.resolve("timeline"));
        try (Holdfast app = open()) {
            OpenAccount open = app.account(ALICE).open();
            Schema<JsonObject> raw = Schema.of("session", JsonObject.class, JsonObject.empty())
                    .withCodec(Codec.ofTree(tree -> tree, tree -> tree));
            try (Documents documents =
                    open.home().documents(open.sealed(), open.incarnation().scope())) {
                documents.document(open.incarnation().session(), raw).update(session -> session.with("store", path));
            }
            assertThat(app.sessions(clients).restore(ALICE)).hasToString("NotRestored[UNREADABLE]");
        }
    }

    private Reason reason(Holdfast app) {
        return ((NotRestored<?>) app.sessions(clients).restoreLatest()).reason();
    }

    private long files() throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
