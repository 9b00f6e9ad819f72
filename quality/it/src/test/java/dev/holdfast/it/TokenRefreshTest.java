// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.Restored;
import dev.holdfast.it.TokenServer.Pair;
import dev.holdfast.testkit.FaultyStorage;
import dev.holdfast.testkit.Operation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that real processes exchange at a real server, at once, and killed on the way. */
@Timeout(300)
class TokenRefreshTest {

    private static final int KILLS = 100;
    private static final Duration LONGEST = Duration.ofMillis(200);

    @TempDir
    private Path directory;

    @Test
    void processesThatRefreshOneTokenAtOnceAskTheServerOnce() throws Exception {
        refreshAtOnce(4);
    }

    @Test
    @Tag("real")
    void tenProcessesThatRefreshOneTokenAtOnceAskTheServerOnce() throws Exception {
        refreshAtOnce(10);
    }

    private void refreshAtOnce(int processes) throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        try (TokenServer server = TokenServer.start()) {
            signIn(directory, server.address().resolve("all"));
            for (int i = 0; i < processes; i++) {
                children.add(ChildJvm.start(
                        Refreshing.class, directory, server.address().resolve("all")));
            }
            for (ChildJvm child : children) {
                child.await("access-1 refresh-1");
            }
            children.forEach(child -> child.tell("go"));
            Set<String> tokens = new HashSet<>();
            for (ChildJvm child : children) {
                tokens.add(child.line().orElse("nothing"));
                child.await("used");
                child.end();
            }
            assertThat(tokens).containsExactly("access-2 refresh-2");
            assertThat(server.refreshes("all")).isEqualTo(1);
        } finally {
            for (ChildJvm child : children) {
                child.close();
            }
        }
    }

    @Test
    void aRefreshThatIsKilledBeforeAnyOfItsStepsLosesNoSession() throws Exception {
        Map<Integer, Pair> used = new ConcurrentHashMap<>();
        try (FrozenHomes homes = FrozenHomes.below(directory);
                TokenServer server = TokenServer.start((account, pair) -> keep(homes, account, pair, used))) {
            int frozen;
            try (ChildJvm child = ChildJvm.start(RefreshingInEach.class, directory, server.address())) {
                frozen = FrozenHomes.awaitFrozen(child);
                child.kill();
            }
            Map<Integer, Pair> byTheChild = Map.copyOf(used);
            assertThat(byTheChild)
                    .as("who came to the end used what he was given")
                    .hasSizeGreaterThan(0);
            assertThat(byTheChild.keySet()).allMatch(home -> home >= frozen);
            byTheChild.forEach(
                    (home, pair) -> assertThat(stored(copy(homes, home))).isEqualTo(pair));
            homes.inEach(
                    home -> refreshAndUse(homes.home(home), server.address().resolve(name(home))));
        }
    }

    @Test
    @Tag("real")
    @Tag("hundreds")
    void refreshesThatAreKilledAtRandomMomentsLoseNoSession() throws Exception {
        long seed = System.nanoTime();
        System.out.println(KILLS + " kills of processes that refresh, seed " + seed);
        Random random = new Random(seed);
        try (TokenServer server = TokenServer.start()) {
            URI account = server.address().resolve("all");
            signIn(directory, account);
            for (int kill = 0; kill < KILLS; kill++) {
                try (ChildJvm child = ChildJvm.start(RefreshingForEver.class, directory, account)) {
                    child.await("ready");
                    child.run(Duration.ofNanos(random.nextLong(LONGEST.toNanos())));
                    child.kill();
                }
                refreshAndUse(directory, account);
            }
            assertThat(server.refreshes("all")).isGreaterThan(KILLS);
        }
    }

    private static void signIn(Path home, URI account) throws Exception {
        TokenClients clients = new TokenClients(account);
        try (Holdfast app = Chat.open(home)) {
            app.sessions(clients).signIn(clients.logIn());
        }
    }

    private static Void refreshAndUse(Path home, URI account) throws Exception {
        try (Holdfast app = Chat.open(home)) {
            TokenClients.Client client = restored(app, account).client();
            client.refresh();
            client.use();
        }
        return null;
    }

    /** What a process would find that begins now. */
    private static Pair stored(Path home) {
        try (Holdfast app = Chat.open(home)) {
            return TokenClients.pair(
                    restored(app, URI.create("http://127.0.0.1/")).handle().session());
        }
    }

    private static Restored<TokenClients.Client> restored(Holdfast app, URI account) {
        return (Restored<TokenClients.Client>)
                app.sessions(new TokenClients(account)).restore(Chat.ALICE);
    }

    private static String name(int home) {
        return "home-" + home;
    }

    /** The home as it is when the server sees a token of its for the first time. */
    private static void keep(FrozenHomes homes, String account, Pair pair, Map<Integer, Pair> used) throws IOException {
        int home = Integer.parseInt(account.substring("home-".length()));
        if (used.putIfAbsent(home, pair) == null) {
            HomeFiles.copy(homes.home(home), copy(homes, home));
        }
    }

    private static Path copy(FrozenHomes homes, int home) {
        return homes.home(home).resolveSibling("copy-" + home);
    }

    /** Restores, and refreshes and uses its token when it is told to. */
    static final class Refreshing {
        public static void main(String[] arguments) throws Exception {
            try (Holdfast app = Chat.open(Path.of(arguments[0]))) {
                Restored<TokenClients.Client> restored = restored(app, URI.create(arguments[1]));
                System.out.println(TokenClients.pair(restored.handle().session()));
                System.in.read();
                System.out.println(restored.client().refresh());
                restored.client().use();
                System.out.println("used");
            }
        }
    }

    /** Signs in in every home, then refreshes and uses there, standing still before each of the refresh's calls in turn. */
    static final class RefreshingInEach {
        public static void main(String[] arguments) throws Exception {
            FrozenHomes homes = FrozenHomes.existing(arguments[0]);
            URI server = URI.create(arguments[1]);
            List<FaultyStorage> storages = homes.inEach(homes::storage);
            List<TokenClients.Client> clients = homes.inEach(home -> {
                TokenClients factory = new TokenClients(server.resolve(name(home)));
                return homes.open(home, storages.get(home))
                        .sessions(factory)
                        .signIn(factory.logIn())
                        .client();
            });
            homes.inEach(home -> {
                Thread here = Thread.currentThread();
                Runnable freezer = FrozenHomes.freezer(home);
                storages.get(home).onEveryCall(Operation.values()).runBefore(() -> {
                    if (Thread.currentThread() == here) {
                        freezer.run();
                    }
                });
                clients.get(home).refresh();
                clients.get(home).use();
                System.out.println("done");
                return home;
            });
        }
    }

    /** Restores, then refreshes and uses for as long as it lives. */
    static final class RefreshingForEver {
        public static void main(String[] arguments) throws Exception {
            Holdfast app = Chat.open(Path.of(arguments[0]));
            TokenClients.Client client = restored(app, URI.create(arguments[1])).client();
            System.out.println("ready");
            while (true) {
                client.refresh();
                client.use();
            }
        }
    }
}
