// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.cache.ConfinedCache;
import dev.holdfast.state.Document;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process does that has an account open while another one logs it out: here the other's record, in the journal. */
@Timeout(60)
class EndedElsewhereTest {

    private static final String APP = "org.example.chat";
    private static final String ALICE = "@alice:example.org";
    private static final String BOB = "@bob:example.org";

    @TempDir
    Path directory;

    private final ChatServer server = new ChatServer();
    private final ChatClients clients = new ChatClients(server);
    private final ExecutorService ui = Executors.newSingleThreadExecutor();

    @AfterEach
    void endThread() {
        ui.shutdownNow();
    }

    private Holdfast open() {
        return Holdfast.builder(APP).at(directory).open();
    }

    private Holdfast open(Storage storage) {
        return Holdfast.builder(APP).at(directory).storage(storage).open();
    }

    private FileStorage files() {
        return FileStorage.at(AppPaths.under(APP, directory).data());
    }

    private Restored<ChatClients.Client> signIn(Holdfast app, String user) throws IOException {
        return app.sessions(clients).signIn(handle -> clients.logIn(handle, user));
    }

    private static void retire(Account account) {
        OpenAccount open = account.open();
        open.home().journal().retire(open.incarnation(), new JournalRecord(account.user(), List.of()));
    }

    /** Waits until the account has ended. */
    private static void awaitEnd(Account account) throws Exception {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        account.onEnded(Runnable::run, () -> ended.complete(null));
        ended.get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatItHasOfTheAccountIsGoneAndNobodyHasItOpenAnyMore() throws Exception {
        try (Holdfast app = open()) {
            Restored<ChatClients.Client> restored = signIn(app, ALICE);
            Account account = restored.account();
            Document<Drafts> drafts = account.document(Drafts.SCHEMA);
            drafts.set(new Drafts("draft text"));
            ConfinedCache<String, String> avatars = account.confined("avatars", ui);
            avatars.run(mine -> mine.put("alice", "picture")).get();
            Home home = account.open().home();

            retire(account);
            awaitEnd(account);

            assertThat(restored.client().closed).isTrue();
            assertThat(avatars.call(ConfinedCache::size).get()).isZero();
            assertThatThrownBy(drafts::get).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> account.document(Drafts.SCHEMA)).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> account.open().sealed().unlock()).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(account::logOut).isInstanceOf(ScopeGoneException.class);
            assertThat(home.alive(account.open().incarnation(), LeaseMode.EXCLUSIVE, Duration.ZERO))
                    .hasValueSatisfying(alone -> alone.close());
            assertThat(server.loggedIn()).as("revoking is the other's").isOne();
            assertThat(app.finishLogouts()).singleElement().matches(LogoutReceipt::isComplete);
        }
    }

    @Test
    void anotherAccountGoesOn() throws Exception {
        try (Holdfast app = open()) {
            Account alice = signIn(app, ALICE).account();
            Account bob = signIn(app, BOB).account();
            AtomicInteger told = new AtomicInteger();
            bob.onEnded(Runnable::run, told::incrementAndGet);

            retire(alice);
            awaitEnd(alice);

            bob.document(Drafts.SCHEMA).set(new Drafts("hers"));
            assertThat(told).hasValue(0);
            assertThat(app.account(BOB)).isSameAs(bob);
        }
    }

    @Test
    void aRecordThatIsWrittenWhileTheAccountIsBeingOpenedIsSeen() throws Exception {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
        }
        ForwardingStorage racing = new ForwardingStorage(files()) {
            @Override
            public boolean exists(Scope scope) {
                boolean there = super.exists(scope);
                if (scope.path().get(0).equals("accounts")
                        && scope.path().size() == 2
                        && scope.path().get(1).length() == 25) {
                    new Journal(inner())
                            .retire(new Incarnation(scope.path().get(1)), new JournalRecord(ALICE, List.of()));
                }
                return there;
            }
        };
        try (Holdfast app = open(racing)) {
            awaitEnd(app.account(ALICE));
            assertThat(app.accounts()).isEmpty();
        }
    }

    @Test
    void listenersAreToldOnceAndAtOnceIfTheyComeLate() throws Exception {
        try (Holdfast app = open()) {
            Account account = signIn(app, ALICE).account();
            AtomicInteger told = new AtomicInteger();
            AtomicInteger left = new AtomicInteger();
            account.onEnded(Runnable::run, () -> {
                throw new IllegalStateException("a listener of the app's");
            });
            account.onEnded(Runnable::run, told::incrementAndGet);
            Watch gone = account.onEnded(Runnable::run, left::incrementAndGet);
            gone.close();

            account.logOut();
            account.logOut();
            account.close();
            app.finishLogouts();
            assertThat(told).hasValue(1);
            account.onEnded(Runnable::run, told::incrementAndGet);

            assertThat(told).hasValue(2);
            assertThat(left).hasValue(0);
        }
    }

    @Test
    void whoIsClosedTellsNobody() throws Exception {
        AtomicInteger told = new AtomicInteger();
        try (Holdfast app = open()) {
            Account account = signIn(app, ALICE).account();
            account.onEnded(Runnable::run, told::incrementAndGet);
            account.close();
            assertThatThrownBy(() -> account.onEnded(ui, told::incrementAndGet)).hasMessageContaining("HF-0503");
        }
        assertThat(told).hasValue(0);
    }

    @Test
    void theJournalIsWatchedWhileAnAccountIsOpenAndNoLonger() throws Exception {
        AtomicInteger watched = new AtomicInteger();
        ForwardingStorage counting = new ForwardingStorage(files()) {
            @Override
            public Watch watch(Scope scope, Consumer<BlobName> hint) {
                Watch watch = super.watch(scope, hint);
                watched.incrementAndGet();
                return () -> {
                    watched.decrementAndGet();
                    watch.close();
                };
            }
        };
        try (Holdfast app = open(counting)) {
            assertThat(watched).hasValue(0);
            Account alice = signIn(app, ALICE).account();
            Account bob = signIn(app, BOB).account();
            assertThat(watched).hasValue(1);
            alice.close();
            assertThat(watched).hasValue(1);
            bob.logOut();
            assertThat(watched).hasValue(0);
        }
    }

    @Test
    void anAccountOpensAlsoWhereTheJournalCannotBeWatched() throws Exception {
        ForwardingStorage blind = new ForwardingStorage(files()) {
            @Override
            public Watch watch(Scope scope, Consumer<BlobName> hint) {
                throw new StorageException(
                        new Problem("HF-0101", "no more watches", null, "nothing was changed", "close some"),
                        StorageException.State.UNCHANGED,
                        new IOException("too many"));
            }
        };
        try (Holdfast app = open(blind)) {
            Account account = signIn(app, ALICE).account();
            retire(account);
            assertThatThrownBy(() -> account.document(Drafts.SCHEMA).set(new Drafts("late")))
                    .isInstanceOf(ScopeGoneException.class);
        }
    }

    @Test
    void aClientThatHangsKeepsNothingReadable() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        ClientFactory<ChatClients.Client> hanging = new ForwardingClients(clients) {
            @Override
            public void close(ChatClients.Client client) throws Exception {
                stopping.countDown();
                stopped.await();
            }
        };
        try (Holdfast app = open()) {
            Account account = app.sessions(hanging)
                    .signIn(handle -> clients.logIn(handle, ALICE))
                    .account();
            Document<Drafts> drafts = account.document(Drafts.SCHEMA);
            drafts.set(new Drafts("draft text"));

            retire(account);
            stopping.await();

            assertThatThrownBy(drafts::get).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> account.open().sealed().unlock()).isInstanceOf(ScopeGoneException.class);
            stopped.countDown();
            awaitEnd(account);
        }
    }
}
