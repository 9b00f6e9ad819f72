// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.it.Chat.Draft;
import dev.holdfast.state.Document;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.testkit.FaultyStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log-outs that are killed after each of their changes, and at random moments. */
class KilledLogoutTest {

    private static final Duration LONGEST = Duration.ofMillis(60);

    @TempDir
    private Path directory;

    @Test
    void fromItsFirstChangeOnTheAccountIsGoneForAProcessThatHasItOpen() throws Exception {
        try (FrozenHomes homes = FrozenHomes.below(directory)) {
            try (ChildJvm child = ChildJvm.start(LoggingOut.class, directory)) {
                child.await("signed in");
                List<Witness> witnesses = homes.inEach(changes -> Witness.of(homes.open(changes)));
                child.tell("log out");
                FrozenHomes.awaitFrozen(child);
                homes.inEach(changes -> witnesses.get(changes).closeHavingSeen(changes == 0));
                child.kill();
            }
            homes.inEach(homes::finish);
        }
    }

    @Test
    void fromItsFirstChangeOnTheAccountIsGoneForEveryNewOpen() throws Exception {
        try (FrozenHomes homes = FrozenHomes.below(directory)) {
            try (ChildJvm child = ChildJvm.start(LoggingOut.class, directory)) {
                child.await("signed in");
                child.tell("log out");
                FrozenHomes.awaitFrozen(child);
                List<Holdfast> opens = homes.inEach(homes::open);
                assertThat(opens.stream().map(app -> app.accounts().contains(Chat.ALICE)))
                        .startsWith(true)
                        .containsOnlyOnce(true);
                child.kill();
                opens.forEach(Holdfast::close);
            }
            assertThat(homes.inEach(homes::finish)).startsWith(true).containsOnlyOnce(true);
        }
    }

    @Test
    void aSessionThatTheServerDidNotHearOfIsRevokedLaterAfterAnyDeath() throws Exception {
        Set<Integer> revoked = ConcurrentHashMap.newKeySet();
        try (FrozenHomes homes = FrozenHomes.below(directory)) {
            try (ChildJvm child = ChildJvm.start(LoggingOutOffline.class, directory)) {
                child.await("signed in");
                child.tell("log out");
                FrozenHomes.awaitFrozen(child);
                child.kill();
            }
            homes.inEach(changes -> homes.finish(changes, new Chat(session -> revoked.add(changes))));
            homes.inEach(changes -> assertThat(revoked).contains(changes));
        }
    }

    @Test
    void aSessionThatWasKeptIsRevokedAfterAnyDeathOfTheOpenThatTriesAgain() throws Exception {
        try (FrozenHomes homes = FrozenHomes.below(directory)) {
            homes.inEach(changes -> leaveTicket(homes, changes));
            try (ChildJvm child = ChildJvm.start(TryingAgain.class, directory)) {
                FrozenHomes.awaitFrozen(child);
                child.kill();
            }
            homes.inEach(changes -> homes.finish(changes, revokingIn(homes, changes)));
            homes.inEach(changes -> assertThat(revoked(homes, changes)).exists());
        }
    }

    private static Void leaveTicket(FrozenHomes homes, int changes) throws IOException {
        try (Holdfast app = homes.open(changes, homes.storage(changes))) {
            LogoutReceipt receipt = offline().signInTo(app).logOut();
            assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
            assertThat(receipt.toString()).contains("tried again until");
        }
        return null;
    }

    private static Chat offline() {
        return new Chat(session -> {
            throw new IOException("offline");
        });
    }

    /** A server that notes beside the home that it was told. */
    private static Chat revokingIn(FrozenHomes homes, int changes) {
        return new Chat(session -> Files.write(revoked(homes, changes), new byte[0]));
    }

    private static Path revoked(FrozenHomes homes, int changes) {
        return homes.home(changes).resolveSibling("revoked-" + changes);
    }

    @Test
    @Tag("real")
    @Tag("hundreds")
    void logoutsKilledAtRandomMomentsAreFinishedAtTheNextOpen() throws Exception {
        long seed = System.nanoTime();
        System.out.println("200 kills of a log-out, seed " + seed);
        Random random = new Random(seed);
        try (FrozenHomes homes = FrozenHomes.below(directory)) {
            for (int kill = 0; kill < 200; kill++) {
                try (ChildJvm child = ChildJvm.start(LoggingOutAtOnce.class, homes.home(0))) {
                    child.await("signed in");
                    child.run(Duration.ofNanos(random.nextLong(LONGEST.toNanos())));
                    child.kill();
                }
                homes.finish(0);
            }
        }
    }

    /** A process that has the account open while another logs it out. */
    private record Witness(Holdfast app, Account account, Document<Draft> draft) {

        static Witness of(Holdfast app) {
            Account account = app.account(Chat.ALICE);
            Document<Draft> draft = account.document(Draft.SCHEMA);
            assertThat(draft.get().text()).isEqualTo("draft text");
            return new Witness(app, account, draft);
        }

        Void closeHavingSeen(boolean isThere) {
            try (app) {
                if (isThere) {
                    assertThat(app.accounts()).containsExactly(Chat.ALICE);
                    draft.set(new Draft("another draft"));
                } else {
                    assertIsGone();
                }
            }
            return null;
        }

        private void assertIsGone() {
            assertThat(app.accounts()).isEmpty();
            assertThatThrownBy(() -> draft.set(new Draft("too late"))).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> account.store("timeline")).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> account.cacheDirectory("avatars")).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> account.runtimeDirectory("socket")).isInstanceOf(ScopeGoneException.class);
            assertThatThrownBy(() -> app.account(Chat.ALICE))
                    .isInstanceOfSatisfying(
                            HoldfastException.class, e -> assertThat(e.code()).isEqualTo("HF-0510"));
        }
    }

    /** Signs in everywhere; when it is told to, logs out everywhere, standing still after the changes of each home. */
    static final class LoggingOut {
        public static void main(String[] arguments) throws Exception {
            logOut(new Chat(), arguments);
        }

        static void logOut(Chat chat, String[] arguments) throws Exception {
            FrozenHomes homes = FrozenHomes.existing(arguments[0]);
            List<FaultyStorage> storages = homes.inEach(homes::storage);
            List<Account> accounts = homes.inEach(changes -> chat.signInTo(homes.open(changes, storages.get(changes))));
            System.out.println("signed in");
            System.in.read();
            homes.inEach(changes -> FrozenHomes.freezing(
                    storages.get(changes), changes, it -> accounts.get(it).logOut()));
        }
    }

    /** The same where the server cannot be reached. */
    static final class LoggingOutOffline {
        public static void main(String[] arguments) throws Exception {
            LoggingOut.logOut(offline(), arguments);
        }
    }

    /** Opens every home with a server that can be reached again, standing still after the changes of each home. */
    static final class TryingAgain {
        public static void main(String[] arguments) throws Exception {
            FrozenHomes homes = FrozenHomes.existing(arguments[0]);
            homes.inEach(changes -> {
                FaultyStorage storage = homes.storage(changes);
                return FrozenHomes.freezing(storage, changes, it -> {
                    Holdfast app = homes.open(it, storage);
                    app.sessions(revokingIn(homes, it));
                    return app.finishLogouts();
                });
            });
        }
    }

    /** Signs in and logs out in one home. */
    static final class LoggingOutAtOnce {
        public static void main(String[] arguments) throws Exception {
            try (Holdfast app = Chat.open(Path.of(arguments[0]))) {
                Account account = Chat.signIn(app);
                System.out.println("signed in");
                account.logOut();
            }
        }
    }
}
