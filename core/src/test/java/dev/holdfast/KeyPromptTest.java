// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.state.Document;
import dev.holdfast.storage.ClosedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person who is asked to unlock the keyring of one account, and takes long: who waits for that, and who does not. */
@Timeout(60)
class KeyPromptTest {

    private static final String ALICE = "@alice:example.org";
    private static final String BOB = "@bob:example.org";
    private static final Executor THREADS = task -> new Thread(task).start();

    @TempDir
    private Path directory;

    private final ChatServer server = new ChatServer();
    private final ChatClients clients = new ChatClients(server);
    private AskingVault keyring = new AskingVault();

    private Holdfast open(KeyProviderFactory... keys) {
        return Holdfast.builder("org.example.chat").at(directory).keys(keys).open();
    }

    @BeforeEach
    void signBothIn() throws IOException {
        keyring.answer();
        try (Holdfast app = open(keyring)) {
            app.sessions(clients).signIn(handle -> clients.logIn(handle, ALICE));
        }
        try (Holdfast app = open(KeyProviders.keyFile())) {
            app.sessions(clients).signIn(handle -> clients.logIn(handle, BOB));
        }
        AskingVault locked = new AskingVault();
        locked.keys.putAll(keyring.keys);
        keyring = locked;
    }

    private CompletableFuture<Restore<ChatClients.Client>> askedForAlice(Holdfast app) throws InterruptedException {
        CompletableFuture<Restore<ChatClients.Client>> alice =
                CompletableFuture.supplyAsync(() -> app.sessions(clients).restore(ALICE), THREADS);
        keyring.asked.await();
        return alice;
    }

    @Test
    void accountsWhoseKeysAreElsewhereGoOn() throws Exception {
        try (Holdfast app = open(keyring, KeyProviders.keyFile())) {
            CompletableFuture<Restore<ChatClients.Client>> alice = askedForAlice(app);
            assertThat(app.sessions(clients).restore(BOB)).isInstanceOf(Restored.class);
            app.account(BOB).document(Drafts.SCHEMA).set(new Drafts("hello"));
            assertThat(app.account(BOB).logOut().isComplete()).isTrue();
            assertThat(alice).isNotDone();
            keyring.answer();
            assertThat(alice.join()).isInstanceOf(Restored.class);
        }
    }

    @Test
    void aLogOutOfTheAccountWaitsForTheSameAnswerSoThatItsSessionIsRevoked() throws Exception {
        try (Holdfast app = open(keyring, KeyProviders.keyFile())) {
            CompletableFuture<Restore<ChatClients.Client>> alice = askedForAlice(app);
            CompletableFuture<LogoutReceipt> receipt =
                    CompletableFuture.supplyAsync(() -> app.account(ALICE).logOut(), THREADS);
            keyring.answer();
            assertThat(receipt.join().isComplete()).isTrue();
            alice.handle((restored, e) -> true).join();
            assertThat(keyring.keys).isEmpty();
            assertThat(server.loggedIn()).isOne();
        }
    }

    @Test
    void closingTheHomeWaitsForNobodyAndLeavesNothingOpen() throws Exception {
        Holdfast app = open(keyring, KeyProviders.keyFile());
        CompletableFuture<Restore<ChatClients.Client>> alice = askedForAlice(app);
        app.close();
        assertThat(alice).isNotDone();
        keyring.answer();
        assertThatThrownBy(alice::join).hasCauseInstanceOf(ClosedException.class);
        assertThat(keyring.open).hasValue(0);
        try (Holdfast next = open(keyring)) {
            assertThat(next.sessions(clients).restore(ALICE)).isInstanceOf(Restored.class);
        }
    }

    @Test
    void nobodyWaitsForTheAnswerWhoClosesAnAccountWhoseDocumentIsBeingRead() throws Exception {
        Holdfast app = open(keyring, KeyProviders.keyFile());
        Account account = app.account(ALICE);
        Document<Drafts> drafts = account.document(Drafts.SCHEMA);
        CompletableFuture<Drafts> reading = CompletableFuture.supplyAsync(drafts::get, THREADS);
        keyring.asked.await();
        try {
            CompletableFuture.runAsync(account::close, THREADS).get(30, TimeUnit.SECONDS);
            CompletableFuture.runAsync(app::close, THREADS).get(30, TimeUnit.SECONDS);
            assertThat(reading).isNotDone();
        } finally {
            keyring.answer();
        }
        reading.handle((value, e) -> true).join();
        assertThat(keyring.open).hasValue(0);
    }
}
