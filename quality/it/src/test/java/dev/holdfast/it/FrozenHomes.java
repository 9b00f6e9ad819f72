// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.NoSession;
import dev.holdfast.Restored;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.testkit.FaultyStorage;
import dev.holdfast.testkit.Leaks;
import dev.holdfast.testkit.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A home for each change that is to be a process's last: one process goes through the same steps in all of them at once,
 * stands still in the n-th after n changes, and is then killed.
 */
final class FrozenHomes implements AutoCloseable {

    /** More changes than a sign-in or a log-out makes. */
    static final int HOMES = 32;

    private static final String FROZEN = "frozen";

    private final Path directory;
    private final ExecutorService executor = Executors.newCachedThreadPool();

    private FrozenHomes(Path directory) {
        this.directory = directory;
    }

    /** Makes them. */
    static FrozenHomes below(Path directory) throws Exception {
        FrozenHomes homes = new FrozenHomes(directory);
        for (int changes = 0; changes < HOMES; changes++) {
            Files.createDirectory(homes.home(changes));
        }
        return homes;
    }

    /** In the child: those that are there. */
    static FrozenHomes existing(String directory) {
        return new FrozenHomes(Path.of(directory));
    }

    Path home(int changes) {
        return directory.resolve(String.valueOf(changes));
    }

    Holdfast open(int changes) {
        return Chat.open(home(changes));
    }

    /** What is done in the home of so many changes. */
    interface Step<T> {
        T run(int changes) throws Exception;
    }

    /** Does it in all homes at once. */
    <T> List<T> inEach(Step<T> step) throws Exception {
        List<Future<T>> running = IntStream.range(0, HOMES)
                .mapToObj(changes -> executor.submit(() -> step.run(changes)))
                .toList();
        List<T> results = new ArrayList<>();
        for (Future<T> each : running) {
            results.add(each.get());
        }
        return results;
    }

    /** In the child: opens a home whose storage can stand still. */
    Holdfast open(int changes, FaultyStorage storage) {
        return Holdfast.builder(Chat.APP)
                .at(home(changes))
                .storage(storage)
                .revokeLater(Duration.ofDays(1))
                .open();
    }

    /** In the child. */
    FaultyStorage storage(int changes) {
        return FaultyStorage.over(
                FileStorage.at(AppPaths.under(Chat.APP, home(changes)).data()));
    }

    /** In the child: does it, and stands still before the change after so many. */
    static <T> T freezing(FaultyStorage storage, int changes, Step<T> step) throws Exception {
        storage.onCall(changes + 1, Operation.writes()).runBefore(FrozenHomes::standStill);
        T result = step.run(changes);
        System.out.println("done");
        return result;
    }

    /** In the child: to be run before each change; it stands still before the change after so many. */
    static Runnable freezer(int changes) {
        AtomicInteger left = new AtomicInteger(changes);
        return () -> {
            if (left.getAndDecrement() == 0) {
                standStill();
            }
        };
    }

    private static void standStill() {
        System.out.println(FROZEN);
        while (true) {
            LockSupport.park();
        }
    }

    /** Waits until the child stands still in every home, or has come to the end of the steps; in how many it stands still. */
    static int awaitFrozen(ChildJvm child) throws Exception {
        int frozen = 0;
        for (int i = 0; i < HOMES; i++) {
            if (child.line().orElseThrow().equals(FROZEN)) {
                frozen++;
            }
        }
        assertThat(frozen).as("changes").isBetween(5, HOMES - 1);
        return frozen;
    }

    /**
     * Opens the home, lets it finish, logs out whoever is still whole, and proves that nothing is left.
     *
     * @return whether there was somebody to be logged out
     */
    boolean finish(int changes) throws Exception {
        return finish(changes, new Chat());
    }

    boolean finish(int changes, Chat chat) throws Exception {
        boolean wasWhole = false;
        List<LogoutReceipt> receipts;
        try (Holdfast app = open(changes)) {
            var sessions = app.sessions(chat);
            receipts = new ArrayList<>(app.finishLogouts());
            if (sessions.restore(Chat.ALICE) instanceof Restored<Chat.Client> whole) {
                wasWhole = true;
                receipts.add(whole.account().logOut());
            }
            assertThat(sessions.restoreLatest()).isInstanceOf(NoSession.class);
        }
        assertThat(receipts).allSatisfy(receipt -> Leaks.after(receipt).assertNone(Chat.SECRETS));
        assertThat(HomeFiles.regular(home(changes)))
                .as("after %s changes", changes)
                .containsExactly("org.example.chat/data/home.json", "org.example.chat/data/lock");
        return wasWhole;
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
