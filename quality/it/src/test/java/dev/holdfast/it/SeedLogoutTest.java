// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.NoSession;
import dev.holdfast.cache.Clearable;
import dev.holdfast.cache.ConfinedCache;
import dev.holdfast.cache.TtlCell;
import dev.holdfast.testkit.Leaks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seed's clean-up: a user's files are gone, and the caches are empty. */
class SeedLogoutTest {

    @TempDir
    Path directory;

    private final SeedClients clients = new SeedClients();
    private final ExecutorService ui = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        ui.shutdown();
    }

    private Holdfast open() {
        return Holdfast.builder(Seed.APP).at(directory).open();
    }

    private Account signIn(Holdfast app) throws IOException {
        return app.sessions(clients).signIn(clients::logIn).account();
    }

    @Test
    void clearUserData() throws IOException {
        LogoutReceipt receipt;
        try (Holdfast app = open()) {
            Account account = signIn(app);
            account.document(Seed.SCHEMA).set(Seed.STATE);

            receipt = account.logOut();

            assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
            assertThat(receipt.isRevoked()).isTrue();
            assertThat(app.accounts()).isEmpty();
        }
        Leaks.after(receipt).assertNone(SeedClients.TOKEN, Seed.PASSPHRASE, Seed.USER, "a message", "pinned");
    }

    @Test
    void clearUserDataLeavesNoSessionToRestore() throws IOException {
        try (Holdfast app = open()) {
            signIn(app).logOut();
        }
        try (Holdfast app = open()) {
            assertThat(app.sessions(clients).restoreLatest()).isInstanceOf(NoSession.class);
        }
    }

    @Test
    void clearAllCaches() throws Exception {
        try (Holdfast app = open()) {
            Account account = signIn(app);
            ConfinedCache<String, String> avatars = account.confined("avatars", ui);
            Future<?> filled = avatars.run(mine -> mine.put("alice", "picture"));
            TtlCell<String> profile = account.cell("profile", String.class, Duration.ofMinutes(5));
            profile.set("Alice");
            ConcurrentHashMap<String, String> global = new ConcurrentHashMap<>();
            global.put("key", "value");
            app.caches().register("global", Clearable.of(global::clear));
            filled.get();

            assertThat(app.clearAllCaches().cleared()).hasSize(3);

            assertThat(avatars.call(ConfinedCache::size).get()).isZero();
            assertThat(profile.get()).isEmpty();
            assertThat(global).isEmpty();
        }
    }
}
