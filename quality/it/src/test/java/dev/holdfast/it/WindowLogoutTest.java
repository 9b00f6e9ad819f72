// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.cache.Clearable;
import dev.holdfast.cache.ConfinedCache;
import java.awt.EventQueue;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Log-outs on the thread of a user interface, and beside it. A receipt without pending steps: nobody waited for that thread in vain. */
@Timeout(60)
class WindowLogoutTest {

    @TempDir
    private Path directory;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch mayStop = new CountDownLatch(1);
    private final ExecutorService worker = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        worker.shutdownNow();
    }

    private Holdfast open() {
        return Holdfast.builder(Chat.APP).at(directory).executor(worker).open();
    }

    /** What is done on the thread of the user interface. */
    private interface Event<T> {
        T run() throws Exception;
    }

    private static <T> Future<T> later(Event<T> event) {
        FutureTask<T> task = new FutureTask<>(event::run);
        EventQueue.invokeLater(task);
        return task;
    }

    private static ConfinedCache<String, String> avatars(Account account) {
        ConfinedCache<String, String> avatars = account.confined("avatars", EventQueue::invokeLater);
        avatars.run(mine -> mine.put("alice", "picture")).join();
        return avatars;
    }

    @Test
    void aLogOutOnTheirThreadClearsCachesAtOnce() throws Exception {
        try (Holdfast app = open()) {
            Account account = Chat.signIn(app);
            ConfinedCache<String, String> avatars = avatars(account);

            LogoutReceipt receipt = later(account::logOut).get();

            assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
            assertThat(avatars.call(ConfinedCache::size).get()).isZero();
        }
    }

    @Test
    void aCacheThatWasMadeAndFilledInTheSameEventIsClearedToo() throws Exception {
        try (Holdfast app = open()) {
            Account account = Chat.signIn(app);

            LogoutReceipt receipt = later(() -> {
                        account.confined("untouched", EventQueue::invokeLater);
                        account.confined("avatars", EventQueue::invokeLater).put("alice", "picture");
                        account.caches()
                                .register(
                                        "names",
                                        Clearable.on(EventQueue::invokeLater, EventQueue::isDispatchThread, () -> {}));
                        return account.logOut();
                    })
                    .get();

            assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
            assertThat(receipt.toString()).contains("3 cleared");
        }
    }

    @Test
    void aThreadThatWaitsForAnothersLogOutClearsItsCachesMeanwhile() throws Exception {
        try (Holdfast app = open()) {
            Account account = new Slow().signInTo(app);
            avatars(account);
            Thread window = later(Thread::currentThread).get();
            Future<LogoutReceipt> theirs = worker.submit(account::logOut);
            stopping.await();
            Future<LogoutReceipt> ours = later(account::logOut);
            awaitWaiting(window);

            mayStop.countDown();

            assertThat(theirs.get().isComplete()).as(theirs.get().toString()).isTrue();
            assertThat(ours.get()).isSameAs(theirs.get());
        }
    }

    @Test
    void aHomeThatIsClosedThereDuringALogOutClearsCachesMeanwhile() throws Exception {
        Holdfast app = open();
        Account account = new Slow().signInTo(app);
        avatars(account);
        Thread window = later(Thread::currentThread).get();
        Future<LogoutReceipt> theirs = worker.submit(account::logOut);
        stopping.await();
        Future<?> closed = later(() -> {
            app.close();
            return app;
        });
        awaitWaiting(window);

        mayStop.countDown();

        assertThat(theirs.get().steps())
                .as(theirs.get().toString())
                .anyMatch(step -> step.detail().equals("1 cleared"));
        closed.get();
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // of a future in a future, both waited for
    void anAsynchronousLogOutLeavesTheThreadFree() throws Exception {
        try (Holdfast app = open()) {
            Account account = Chat.signIn(app);
            avatars(account);
            account.caches().register("queued", Clearable.on(EventQueue::invokeLater, () -> {}));
            CompletableFuture<String> screen = new CompletableFuture<>();
            account.onEnded(EventQueue::invokeLater, () -> screen.complete("log in"));

            LogoutReceipt receipt = later(account::logOutAsync).get().join();

            assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
            assertThat(screen.join()).isEqualTo("log in");
        }
    }

    @Test
    void withoutAnExecutorThereIsNoAsynchronousLogOut() throws Exception {
        try (Holdfast app = Chat.open(directory)) {
            Account account = Chat.signIn(app);
            assertThatThrownBy(account::logOutAsync).hasMessageContaining("HF-0520");
            assertThat(app.accounts()).containsExactly(Chat.ALICE);
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING || !isEnding(thread)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isEnding(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("dev.holdfast.Account")) {
                return true;
            }
        }
        return false;
    }

    /** Its clients stop when they are let. */
    private final class Slow extends Chat {

        @Override
        public void close(Client client) throws InterruptedException {
            stopping.countDown();
            mayStop.await();
        }
    }
}
