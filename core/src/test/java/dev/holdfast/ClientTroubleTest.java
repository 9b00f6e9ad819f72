// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.NotRestored.Reason;
import dev.holdfast.secrets.KeyLostException;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and factories that fail, and what happens to an account while its client starts. */
class ClientTroubleTest {

    private static final String APP = "org.example.chat";
    private static final String ALICE = "@alice:example.org";
    private static final String BOB = "@bob:example.org";

    @TempDir
    Path directory;

    private final ChatServer server = new ChatServer();
    private final ChatClients clients = new ChatClients(server);
    private final TroubledClients troubled = new TroubledClients();

    /** Does something more at each call. */
    private final class TroubledClients implements ClientFactory<ChatClients.Client> {

        private final List<ChatClients.Client> built = new ArrayList<>();
        private Runnable afterRebuild = () -> {};
        private Runnable beforeRevoke = () -> {};
        private Cleanup.Action beforeClose = () -> {};

        @Override
        public ChatClients.Client rebuild(SessionHandle handle) throws RestoreException {
            ChatClients.Client client = clients.rebuild(handle);
            built.add(client);
            afterRebuild.run();
            return client;
        }

        @Override
        public Identity describe(ChatClients.Client client) {
            return clients.describe(client);
        }

        @Override
        public void revoke(Session session) {
            beforeRevoke.run();
            clients.revoke(session);
        }

        @Override
        public void close(ChatClients.Client client) throws Exception {
            beforeClose.run();
            clients.close(client);
        }
    }

    private Holdfast open() {
        return Holdfast.builder(APP).at(directory).open();
    }

    private Path data() {
        return AppPaths.under(APP, directory).data();
    }

    private Restored<ChatClients.Client> signIn(Holdfast app, String user) throws IOException {
        return app.sessions(troubled).signIn(handle -> clients.logIn(handle, user));
    }

    private void retire(Account account) {
        account.open().home().journal().retire(account.open().incarnation(), new JournalRecord(ALICE, List.of()));
    }

    @Test
    void anErrorWhileTheClientStopsEndsNoLogOut() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app, ALICE).account();
            troubled.beforeClose = () -> {
                throw new NoClassDefFoundError("org/example/Gone");
            };
            LogoutReceipt receipt = account.logOut();

            assertThat(receipt.isRevoked()).as(receipt.toString()).isTrue();
            assertThat(data().resolve("keys")).isEmptyDirectory();
        }
    }

    @Test
    void anErrorWhileTheSessionIsRevokedEndsNoLogOut() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app, ALICE).account();
            troubled.beforeRevoke = () -> {
                throw new StackOverflowError();
            };
            LogoutReceipt receipt = account.logOut();

            assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
            assertThat(receipt.isRevoked()).isFalse();
        }
    }

    @Test
    void aClientThatCannotBeDescribedIsNotSignedIn() {
        ClientFactory<Session> mute = new ClientFactory<>() {
            @Override
            public Session rebuild(SessionHandle handle) {
                return handle.session();
            }

            @Override
            public Identity describe(Session client) {
                throw new IllegalStateException("with a secret in it");
            }

            @Override
            public void revoke(Session session) {}

            @Override
            public void close(Session client) {}
        };
        try (Holdfast app = open()) {
            assertThatThrownBy(() -> app.sessions(mute).signIn(handle -> {
                        assertThatThrownBy(handle::session).hasMessageContaining("HF-0514");
                        return Session.of(URI.create("https://example.org"), SecretBytes.copyOf(new byte[] {1}));
                    }))
                    .hasMessageContaining("HF-0515")
                    .hasMessageNotContaining("secret");
            assertThat(app.accounts()).isEmpty();
        }
    }

    @Test
    void aClientThatFailsToStopIsToldAndItsAccountIsClosed() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app, ALICE).account();
            troubled.beforeClose = () -> {
                throw new IOException("with a secret in it");
            };
            assertThatThrownBy(account::close).hasMessageContaining("HF-0516").hasMessageNotContaining("secret");
            assertThatThrownBy(account::flush).hasMessageContaining("HF-0503");
        }
    }

    @Test
    void aClientThatIsRebuiltWhileItsAccountIsClosedIsStopped() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
        }
        try (Holdfast app = open()) {
            troubled.afterRebuild = () -> app.account(ALICE).close();
            assertThatThrownBy(() -> app.sessions(troubled).restore(ALICE)).hasMessageContaining("HF-0503");
            assertThat(troubled.built).singleElement().matches(client -> client.closed);
        }
    }

    @Test
    void anAccountThatIsFoundWhileItsSignInEndsIsTheOneThatSignsIn() throws IOException {
        AtomicReference<Holdfast> home = new AtomicReference<>();
        AtomicReference<Account> found = new AtomicReference<>();
        ForwardingStorage storage = new ForwardingStorage(FileStorage.at(data())) {
            @Override
            public Replacement delete(BlobName name, Revision expected) {
                if (name.name().startsWith("sign-in.")) {
                    found.set(home.get().account(ALICE));
                }
                return super.delete(name, expected);
            }
        };
        try (Holdfast app = Holdfast.builder(APP).at(directory).storage(storage).open()) {
            home.set(app);
            assertThat(signIn(app, ALICE).account()).isSameAs(found.get());
        }
    }

    @Test
    void noDirectoryIsMadeForAnAccountThatAnotherProcessLoggedOut() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app, ALICE).account();
            retire(account);
            assertThatThrownBy(() -> account.store("timeline")).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> account.cacheDirectory("avatars")).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> account.runtimeDirectory("sockets")).isInstanceOf(ScopeGoneException.class);
        }
    }

    @Test
    void aUserWithoutANameIsNotSignedIn() throws IOException {
        try (Holdfast app = open()) {
            assertThatThrownBy(() -> signIn(app, "")).hasMessageContaining("HF-0518");
            assertThat(data().resolve("accounts").toFile().list()).containsExactly("by-user");
        }
    }

    @Test
    void anAccountWhoseKeyIsLostIsNotSignedInAgainInVain() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
        }
        loseKeys();
        try (Holdfast app = open()) {
            NotRestored<?> not = (NotRestored<?>) app.sessions(troubled).restore(ALICE);
            assertThat(not.reason()).isEqualTo(Reason.KEY_LOST);

            Account account = app.account(ALICE);
            assertThatThrownBy(() -> app.sessions(troubled).signIn(account, handle -> clients.logIn(handle, ALICE)))
                    .isInstanceOf(KeyLostException.class);
            assertThat(server.exchanges()).isEqualTo(1);

            assertThat(account.logOut().isComplete()).isTrue();
            assertThat(signIn(app, ALICE).account().user()).isEqualTo(ALICE);
        }
    }

    private void loseKeys() throws IOException {
        try (Stream<Path> keys = Files.list(data().resolve("keys"))) {
            keys.forEach(key -> {
                try {
                    Files.delete(key);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void anAccountThatIsLoggedOutElsewhereWhileItIsRestoredHasNoSession() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
        }
        try (Holdfast app = open()) {
            Account account = app.account(ALICE);
            troubled.afterRebuild = () -> {
                retire(account);
                throw new IllegalStateException("its store has gone");
            };
            assertThat(app.sessions(troubled).restore(ALICE)).isInstanceOf(NoSession.class);
        }
    }

    @Test
    void aClientIsRestoredAlsoWhereItCannotBeNotedAsTheLatest() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
            signIn(app, BOB);
        }
        ForwardingStorage full = new ForwardingStorage(FileStorage.at(data())) {
            @Override
            public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
                throw new StorageException(
                        new Problem("HF-0101", "the disk is full", null, "nothing was changed", "make room"),
                        StorageException.State.UNCHANGED,
                        new IOException("no space"));
            }
        };
        try (Holdfast app = Holdfast.builder(APP).at(directory).storage(full).open()) {
            assertThat(app.sessions(troubled).restore(ALICE)).isInstanceOf(Restored.class);
        }
    }

    @Test
    void aSessionShowsNoSecretOfItsEndpoint() {
        URI endpoint = URI.create("https://alice:secret@chat.example.org/secret?token=secret#secret");
        assertThat(Session.of(endpoint, SecretBytes.copyOf(new byte[1])))
                .hasToString("Session[https://chat.example.org]");
    }

    @Test
    void othersMayRunAClientOnceItHasStoppedAndNotBefore() throws Exception {
        CompletableFuture<Boolean> stopping = new CompletableFuture<>();
        CompletableFuture<Boolean> released = new CompletableFuture<>();
        try (Holdfast app = open()) {
            Restored<ChatClients.Client> restored = signIn(app, ALICE);
            restored.account().close();
            troubled.beforeClose = stopping::join;
            OpenAccount open = app.account(ALICE).open();
            Lease run = open.tryRun(LeaseMode.EXCLUSIVE).orElseThrow();
            RunningClient<ChatClients.Client> running =
                    new RunningClient<>(troubled, restored.client(), restored.handle(), () -> {
                        run.close();
                        released.complete(true);
                    });

            assertThatThrownBy(() -> running.stop(Duration.ZERO)).isInstanceOf(TimeoutException.class);
            assertThat(open.tryRun(LeaseMode.EXCLUSIVE)).isEmpty();

            stopping.complete(true);
            released.join();
            assertThat(open.tryRun(LeaseMode.EXCLUSIVE)).isPresent();
        }
    }
}
