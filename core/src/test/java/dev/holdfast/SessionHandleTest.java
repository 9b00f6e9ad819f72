// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionHandleTest {

    private static final String ALICE = "@alice:example.org";

    @TempDir
    Path directory;

    private final ChatServer server = new ChatServer();
    private final ChatClients clients = new ChatClients(server);

    private Holdfast open() {
        return Holdfast.builder("org.example.chat").at(directory).open();
    }

    private Session exchange(Session session) {
        return ChatClients.session(server.exchange(ChatClients.token(session))).withStore("timeline");
    }

    @Test
    void manyThreadsThatRefreshAtOnceAskTheServerOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (Holdfast app = open()) {
            SessionHandle handle = signIn(app).handle();
            int before = server.exchanges();
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Session>> results = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Session known = handle.session();
                results.add(threads.submit(() -> {
                    go.await();
                    return handle.refresh(known, this::exchange);
                }));
            }
            go.countDown();
            Set<String> tokens = new HashSet<>();
            for (Future<Session> result : results) {
                tokens.add(ChatClients.token(result.get()));
            }
            assertThat(tokens).hasSize(1);
            assertThat(server.exchanges()).isEqualTo(before + 1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void newTokensAreThereAfterTheNextOpen() throws IOException {
        String token;
        try (Holdfast app = open()) {
            token = ChatClients.token(signIn(app).handle().refresh(this::exchange));
        }
        try (Holdfast app = open()) {
            Restored<?> restored = (Restored<?>) app.sessions(clients).restoreLatest();
            assertThat(ChatClients.token(restored.handle().session())).isEqualTo(token);
        }
    }

    @Test
    void aRefreshThatFailsLeavesTheSessionAsItWas() throws IOException {
        try (Holdfast app = open()) {
            SessionHandle handle = signIn(app).handle();
            Session before = handle.session();
            assertThatThrownBy(() -> handle.refresh(session -> {
                        throw new IOException("no route");
                    }))
                    .isInstanceOf(IOException.class);
            assertThat(handle.session()).isEqualTo(before);
            assertThat(handle.refresh(this::exchange)).isNotEqualTo(before);
        }
    }

    @Test
    void aServerIsNotAskedForTokensThatCouldNotBeSaved() throws IOException {
        AtomicBoolean failing = new AtomicBoolean();
        ForwardingStorage disk =
                new ForwardingStorage(FileStorage.at(
                        AppPaths.under("org.example.chat", directory).data())) {
                    @Override
                    public Revision revision(BlobName name) {
                        requireWorking(name);
                        return super.revision(name);
                    }

                    @Override
                    public Optional<Stored> read(BlobName name) {
                        requireWorking(name);
                        return super.read(name);
                    }

                    private void requireWorking(BlobName name) {
                        if (failing.get() && name.name().equals("session")) {
                            Problem problem =
                                    new Problem("HF-0103", "the disk fails", null, "nothing was changed", "wait");
                            throw new UnreadableException(
                                    problem, UnreadableException.Reason.IO, Revision.ABSENT, null);
                        }
                    }
                };
        try (Holdfast app =
                Holdfast.builder("org.example.chat").at(directory).storage(disk).open()) {
            SessionHandle handle = signIn(app).handle();
            int before = server.exchanges();
            failing.set(true);
            assertThatThrownBy(() -> handle.refresh(this::exchange)).hasMessageContaining("HF-0103");
            assertThat(server.exchanges()).isEqualTo(before);
            failing.set(false);
            assertThat(handle.refresh(this::exchange)).isEqualTo(handle.session());
        }
    }

    /** What becomes of the next save of a session. */
    enum Disk {
        WELL,
        FAILS_BEFORE,
        FAILS_AFTER
    }

    @ParameterizedTest
    @EnumSource(
            value = Disk.class,
            names = {"FAILS_BEFORE", "FAILS_AFTER"})
    void tokensThatMayNotBeSavedAreNotUsedAndTheNextRefreshGivesSavedOnes(Disk failure) throws IOException {
        AtomicReference<Disk> disk = new AtomicReference<>(Disk.WELL);
        ForwardingStorage storage =
                new ForwardingStorage(FileStorage.at(
                        AppPaths.under("org.example.chat", directory).data())) {
                    @Override
                    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
                        boolean fails = name.name().equals("session") && disk.get() != Disk.WELL;
                        Replacement replaced = fails && disk.get() == Disk.FAILS_BEFORE
                                ? new Replacement.Conflict()
                                : super.replace(name, expected, bytes, durability);
                        if (fails) {
                            throw new StorageException(
                                    new Problem("HF-0104", "the disk fails", null, "it is not known", "try again"),
                                    StorageException.State.UNKNOWN,
                                    new IOException("sync"));
                        }
                        return replaced;
                    }
                };
        String token;
        try (Holdfast app = Holdfast.builder("org.example.chat")
                .at(directory)
                .storage(storage)
                .open()) {
            SessionHandle handle = signIn(app).handle();
            Session before = handle.session();
            disk.set(failure);
            AtomicReference<Session> unsaved = new AtomicReference<>();
            assertThatThrownBy(() -> handle.refresh(session -> {
                        unsaved.set(session.withClientData(SecretBytes.copyOf(new byte[] {1})));
                        return unsaved.get();
                    }))
                    .isInstanceOf(StorageException.class);
            assertThat(handle.session()).isEqualTo(before).isNotEqualTo(unsaved.get());

            disk.set(Disk.WELL);
            Session fresh = handle.refresh(this::exchange);

            assertThat(fresh).isEqualTo(handle.session()).isNotEqualTo(before);
            if (failure == Disk.FAILS_AFTER) {
                assertThat(fresh).as("it was saved after all").isEqualTo(unsaved.get());
            }
            token = ChatClients.token(fresh);
        }
        try (Holdfast app = open()) {
            app.account(ALICE)
                    .open()
                    .session()
                    .load()
                    .value()
                    .session()
                    .ifPresentOrElse(
                            stored -> assertThat(ChatClients.token(stored)).isEqualTo(token),
                            () -> Assertions.fail("no session"));
        }
    }

    @Test
    void aRefreshAcrossALogOutByAnotherProcessThrows() throws IOException {
        try (Holdfast app = open()) {
            Restored<?> restored = signIn(app);
            OpenAccount open = restored.account().open();
            assertThatThrownBy(() -> restored.handle().refresh(session -> {
                        open.home().journal().retire(open.incarnation(), new JournalRecord(ALICE, List.of()));
                        return exchange(session);
                    }))
                    .isInstanceOf(ScopeGoneException.class);
        }
    }

    @Test
    void afterLogOutARefreshThrows() throws IOException {
        try (Holdfast app = open()) {
            Restored<?> restored = signIn(app);
            restored.account().logOut();
            assertThatThrownBy(() -> restored.handle().refresh(session -> session))
                    .isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> restored.handle().store("timeline")).isInstanceOf(ScopeGoneException.class);
        }
    }

    private Restored<ChatClients.Client> signIn(Holdfast app) throws IOException {
        return app.sessions(clients).signIn(handle -> clients.logIn(handle, ALICE));
    }
}
