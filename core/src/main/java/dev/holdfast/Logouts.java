// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.LeaseMode;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What earlier processes began and did not end: log-outs, changes of keys, and sign-ins to be taken back. It goes on with them on a thread
 * of its own, so that opening a home waits for no server and no key provider. One whose keys are still there waits for
 * the app to hand over its factory, so that the session is revoked first; after a day it waits no longer.
 */
final class Logouts implements AutoCloseable {

    private static final Duration WAIT_FOR_FACTORY = Duration.ofDays(1);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final Home home;
    private final Orphans orphans;
    private final Map<Incarnation, LogoutReceipt> receipts = new LinkedHashMap<>();
    private @Nullable ExecutorService worker;

    Logouts(Home home) {
        this.home = home;
        this.orphans = new Orphans(home);
    }

    /** Looks, in the background, for what nobody claims, and goes on with what the journal has. */
    void recoverLater() {
        worker().execute(() -> {
            orphans.sweep();
            orphans.prune();
            resumeReady();
        });
    }

    /** Goes on, in the background, with what the journal has. */
    void resumeLater() {
        if (!home.journal().isEmpty()) {
            worker().execute(this::resumeReady);
        }
    }

    private synchronized ExecutorService worker() {
        ExecutorService running = worker;
        if (running == null) {
            running = new ThreadPoolExecutor(
                    0, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), Logouts::daemon);
            worker = running;
        }
        return running;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "holdfast-logout");
        thread.setDaemon(true);
        return thread;
    }

    private void resumeReady() {
        attempt(() -> resume(false));
    }

    /** Goes on with all that the journal has, factory or not; the latest receipt of each since the open. */
    List<LogoutReceipt> finish() {
        orphans.sweep();
        resume(true);
        synchronized (receipts) {
            return List.copyOf(receipts.values());
        }
    }

    private void resume(boolean all) {
        synchronized (receipts) {
            home.journal().signIns().forEach(each -> attempt(() -> recoverSignIn(each)));
            home.journal().keyChanges().forEach(each -> attempt(() -> home.settleKeys(each)));
            home.journal().retired().forEach(each -> attempt(() -> resume(each, all)));
        }
    }

    private void resume(Incarnation incarnation, boolean all) {
        if (all || isReady(incarnation)) {
            receipts.put(incarnation, Logout.begun(home, incarnation).resume());
        }
    }

    /** One that cannot go on keeps no other from it. */
    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (HoldfastException | UncheckedIOException e) {
            Log.LOGGER.log(Level.WARNING, "A log-out could not go on; the next open tries again. {0}", e.getMessage());
        }
    }

    private boolean isReady(Incarnation incarnation) {
        return home.revoker() != null
                || !home.hasKeyset(incarnation)
                || home.journal().retiredSince(incarnation).stream()
                        .anyMatch(since -> since.plus(WAIT_FOR_FACTORY).isBefore(home.now()));
    }

    /** A sign-in that came to its end is struck out; one that did not, and that nobody is at, becomes a log-out. */
    private void recoverSignIn(Incarnation incarnation) {
        home.alive(incarnation, LeaseMode.EXCLUSIVE, Duration.ZERO).ifPresent(alone -> {
            try {
                settleSignIn(incarnation);
            } finally {
                alone.close();
            }
        });
    }

    private void settleSignIn(Incarnation incarnation) {
        if (home.roster().isLive(incarnation)) {
            home.endSignIn(incarnation);
        } else {
            takeBack(home, incarnation);
        }
    }

    /** A sign-in that will not end becomes a log-out that has begun. */
    static Logout takeBack(Home home, Incarnation incarnation) {
        String user = home.roster().account(incarnation).load().value().user();
        Logout logout = Logout.begin(home, incarnation, user);
        home.journal().endSignIn(incarnation);
        return logout;
    }

    /** Waits, within a bound, for what is under way. */
    @Override
    public void close() {
        ExecutorService running;
        synchronized (this) {
            running = worker;
        }
        if (running != null) {
            running.shutdown();
            await(running);
        }
    }

    private static void await(ExecutorService running) {
        try {
            Bounded.run(
                    "holdfast-close", CLOSING, () -> running.awaitTermination(CLOSING.toNanos(), TimeUnit.NANOSECONDS));
        } catch (Exception e) {
            Log.LOGGER.log(Level.WARNING, "A log-out still goes on while its home closes; the next open tries again.");
        }
    }
}
