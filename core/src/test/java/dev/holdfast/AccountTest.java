// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.cache.Capacity;
import dev.holdfast.cache.ConfinedCache;
import dev.holdfast.cache.Ttl;
import dev.holdfast.cache.TtlCache;
import dev.holdfast.cache.TtlCell;
import dev.holdfast.storage.ScopeGoneException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {

    private static final String ALICE = "@alice:example.org";

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
        return Holdfast.builder("org.example.chat").at(directory).open();
    }

    private Account signIn(Holdfast app) throws IOException {
        return app.sessions(clients)
                .signIn(handle -> clients.logIn(handle, ALICE))
                .account();
    }

    @Test
    void documentsAreSealed() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            account.document(Drafts.SCHEMA).set(new Drafts("draft text"));

            Path file = Path.of(account.document(Drafts.SCHEMA).location());

            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("draft text");
        }
        try (Holdfast app = open()) {
            assertThat(app.account(ALICE).document(Drafts.SCHEMA).get().text()).isEqualTo("draft text");
        }
    }

    @Test
    void thereIsOneInstanceUntilItIsClosed() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            assertThat(app.account(ALICE)).isSameAs(account);
            account.close();
            account.close();
            assertThatThrownBy(() -> account.document(Drafts.SCHEMA)).hasMessageContaining("HF-0503");
            assertThat(app.account(ALICE)).isNotSameAs(account);
        }
    }

    @Test
    void closingItStopsTheClientAndLetsItRunAgain() throws IOException {
        try (Holdfast app = open()) {
            Restored<ChatClients.Client> first = app.sessions(clients).signIn(handle -> clients.logIn(handle, ALICE));
            first.account().close();
            assertThat(first.client().closed).isTrue();
            assertThat(app.sessions(clients).restore(ALICE)).isInstanceOf(Restored.class);
        }
    }

    @Test
    void aCellIsOneInstanceANameAndClearedWithAllCaches() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            TtlCell<String> profile = account.cell("profile", String.class, Duration.ofMinutes(5));
            profile.set("Alice");
            assertThat(account.cell("profile", String.class, Duration.ofMinutes(5)))
                    .isSameAs(profile);

            assertThat(app.clearAllCaches().cleared()).containsExactly("cell profile");

            assertThat(profile.get()).isEmpty();
        }
    }

    @Test
    void aConfinedCacheIsClearedOnItsThreadAtLogOut() throws Exception {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            ConfinedCache<String, String> avatars = account.confined("avatars", ui);
            avatars.run(cache -> cache.put("alice", "picture")).get();

            assertThat(account.logOut().isComplete()).isTrue();

            assertThat(avatars.call(ConfinedCache::size).get()).isZero();
        }
    }

    @Test
    void aCacheIsOneInstanceANameOnTheHomesTicker() throws IOException {
        AtomicLong now = new AtomicLong();
        try (Holdfast app = Holdfast.builder("org.example.chat")
                .at(directory)
                .ticker(now::get)
                .open()) {
            Account account = signIn(app);
            TtlCache<String, String> rooms = rooms(account);
            assertThat(rooms.get("1", id -> "room " + id)).isEqualTo("room 1");
            assertThat(rooms(account)).isSameAs(rooms);
            now.set(Duration.ofMinutes(5).toNanos());
            assertThat(rooms.get("1")).contains("room 1");
            now.incrementAndGet();
            assertThat(rooms.get("1")).isEmpty();
            rooms.put("2", "room 2");

            assertThat(app.clearAllCaches().cleared()).containsExactly("cache rooms");

            assertThat(rooms.size()).isZero();
            rooms.put("2", "room 2");
            assertThat(rooms.get("2")).contains("room 2");
        }
    }

    private static TtlCache<String, String> rooms(Account account) {
        return account.cache("rooms", Ttl.of(Duration.ofMinutes(5)), Capacity.entries(100));
    }

    @Test
    void aCellACacheAndAConfinedCacheMayShareAName() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            account.cell("rooms", String.class, Duration.ofMinutes(5)).set("in a cell");
            rooms(account).put("1", "in a cache");
            account.confined("rooms", ui);

            assertThat(account.cell("rooms", String.class, Ttl.of(Duration.ofMinutes(5)))
                            .get())
                    .contains("in a cell");
            assertThat(account.logOut().toString()).contains("3 cleared");
        }
    }

    @Test
    void whatIsLoadedAcrossALogOutIsNotKept() throws Exception {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            TtlCell<String> profile = account.cell("profile", String.class, Duration.ofMinutes(5));
            TtlCache<String, String> rooms = rooms(account);
            CompletableFuture<String> late = rooms.getAsync(
                    ui,
                    "1",
                    id -> profile.get(() -> {
                        assertThat(account.logOut().isComplete()).isTrue();
                        return "secret";
                    }));

            assertThat(late.get()).isEqualTo("secret");
            assertThat(profile.get()).isEmpty();
            assertThat(rooms.get("1")).isEmpty();
            assertThatThrownBy(() -> rooms.get("1", id -> "again")).hasMessageContaining("HF-0406");
            assertThatThrownBy(() -> rooms(account)).isInstanceOf(ScopeGoneException.class);
        }
    }

    @Test
    void afterALogOutWhatTheAppStillHoldsKeepsNothing() throws Exception {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            TtlCell<Object> profile = account.cell("profile", Object.class, Duration.ofMinutes(5));
            TtlCache<String, Object> rooms =
                    account.cache("rooms", Ttl.of(Duration.ofMinutes(5)), Capacity.entries(100));
            ConfinedCache<String, Object> avatars = account.confined("avatars", ui);
            List<WeakReference<Object>> before = fill(profile, rooms, avatars);

            assertThat(account.logOut().isComplete()).isTrue();

            assertThat(before).allMatch(AccountTest::isCollected);
            assertThat(fill(profile, rooms, avatars)).allMatch(AccountTest::isCollected);
            assertThat(profile.get()).isEmpty();
            assertThat(rooms.size()).isZero();
            assertThat(avatars.call(ConfinedCache::size).get()).isZero();
        }
    }

    private static List<WeakReference<Object>> fill(
            TtlCell<Object> cell, TtlCache<String, Object> cache, ConfinedCache<String, Object> confined)
            throws Exception {
        Object inCell = new Object();
        Object inCache = new Object();
        Object inConfined = new Object();
        cell.set(inCell);
        cache.put("key", inCache);
        confined.run(mine -> mine.put("key", inConfined)).get();
        return List.of(new WeakReference<>(inCell), new WeakReference<>(inCache), new WeakReference<>(inConfined));
    }

    private static boolean isCollected(WeakReference<?> reference) {
        for (int i = 0; i < 20 && reference.get() != null; i++) {
            System.gc();
        }
        return reference.get() == null;
    }

    @Test
    void aThreadThatAsksForADocumentWhileItsCacheIsToBeClearedHoldsNothingUp() throws Exception {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            account.confined("avatars", ui);
            CompletableFuture<Void> asked = new CompletableFuture<>();
            account.caches().register("asking", () -> {
                ui.execute(() -> {
                    try {
                        account.document(Drafts.SCHEMA);
                        asked.complete(null);
                    } catch (RuntimeException e) {
                        asked.completeExceptionally(e);
                    }
                });
                return CompletableFuture.allOf();
            });

            assertThat(account.logOut().isComplete()).isTrue();

            assertThatThrownBy(asked::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ScopeGoneException.class);
        }
    }

    @Test
    void directoriesAreTheAccountsOwnAndGoWithIt() throws IOException {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            Path store = account.store("other");
            Path cache = account.cacheDirectory("thumbnails");
            Path runtime = account.runtimeDirectory("sockets");
            Files.writeString(cache.resolve("a"), "fetched");
            assertThatThrownBy(() -> account.store("../up")).hasMessageContaining("HF-0103");

            account.logOut();

            assertThat(store).doesNotExist();
            assertThat(cache).doesNotExist();
            assertThat(runtime).doesNotExist();
        }
    }
}
