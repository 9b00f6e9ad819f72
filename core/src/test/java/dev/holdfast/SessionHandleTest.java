// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.ScopeGoneException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
