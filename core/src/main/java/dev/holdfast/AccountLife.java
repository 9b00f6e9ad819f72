// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.cache.CacheRegistry;
import dev.holdfast.cache.ClearReport;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Watch;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How an account that is open comes to its end in this process: it is closed, logged out here, or logged out by another
 * process. One thread sees to it, and nothing of the account is given out any more.
 */
final class AccountLife {

    private static final Duration CLEARING = Duration.ofSeconds(5);

    private final OpenAccount open;
    private final String user;
    private final CacheRegistry caches;
    private final Runnable onEnd;
    private final EndListeners listeners = new EndListeners();
    private final Ending ending;
    private volatile @Nullable RunningClient<?> client;
    private @Nullable LogoutReceipt receipt;
    private volatile Stage stage = Stage.OPEN;

    private enum Stage {
        OPEN,
        CLOSED,
        LOGGED_OUT
    }

    /** @param onEnd called when nothing of the account is held any more */
    AccountLife(OpenAccount open, String user, CacheRegistry caches, Runnable onEnd) {
        this.open = open;
        this.user = user;
        this.caches = caches;
        this.onEnd = onEnd;
        this.ending = new Ending(caches::close);
    }

    /**
     * Waits for nobody: a thread whose cache a log-out wants cleared may be asking.
     *
     * @throws HoldfastException HF-0503 once closed
     * @throws ScopeGoneException after log-out
     */
    void requireOpen() {
        Stage now = stage;
        if (now == Stage.LOGGED_OUT) {
            throw new ScopeGoneException(open.incarnation().scope());
        }
        if (now == Stage.CLOSED) {
            throw Problems.closed();
        }
    }

    /** From now on this client is stopped with the account. */
    void attach(RunningClient<?> running) {
        ending.alone(() -> {
            requireOpen();
            client = running;
            return running;
        });
    }

    /** As {@link Account#onEnded} says. */
    Watch onEnded(Executor executor, Runnable listener) {
        if (stage == Stage.CLOSED) {
            throw Problems.closed();
        }
        return listeners.add(executor, listener);
    }

    /** As {@link Account#logOut} says. */
    LogoutReceipt logOut() {
        LogoutReceipt done = ending.alone(() -> {
            LogoutReceipt earlier = receipt;
            return earlier != null ? earlier : end();
        });
        listeners.tell();
        return done;
    }

    private LogoutReceipt end() {
        requireOpen();
        Logout logout = Logout.begin(open.home(), open.incarnation(), user);
        LogoutReceipt done = logout.run(client, this::clear, () -> letGo(Stage.LOGGED_OUT, open::discard));
        receipt = done;
        return done;
    }

    private ClearReport clear() {
        ending.beginClearing();
        return caches.close(CLEARING);
    }

    /**
     * Another process has logged the account out: first nothing can be read or written here any more, then the client is
     * stopped and the caches cleared, and only then that process is told that nobody has the account open.
     */
    void endHere() {
        boolean ended = ending.alone(() -> {
            boolean isOpen = stage == Stage.OPEN;
            if (isOpen) {
                abandon();
            }
            return isOpen;
        });
        if (ended) {
            listeners.tell();
        }
    }

    private void abandon() {
        stage = Stage.LOGGED_OUT;
        Cleanup cleanup = Cleanup.of(open::lockOut);
        cleanup.run(this::stopClient);
        cleanup.run(this::clear);
        cleanup.run(() -> letGo(Stage.LOGGED_OUT, open::discard));
        cleanup.log("An account that another process logged out did not end as it should");
    }

    /** As {@link Account#close} says. */
    void close() {
        ending.alone(() -> {
            if (stage == Stage.OPEN) {
                stop();
            }
            return stage;
        });
    }

    private void stop() {
        Cleanup cleanup = Cleanup.of(this::stopClient);
        cleanup.run(caches::close);
        cleanup.run(() -> letGo(Stage.CLOSED, open::close));
        cleanup.rethrow();
    }

    private void stopClient() throws Exception {
        RunningClient<?> running = client;
        if (running != null) {
            running.stop();
        }
    }

    private void letGo(Stage next, Cleanup.Action withDocuments) {
        stage = next;
        Cleanup cleanup = Cleanup.of(withDocuments);
        cleanup.run(onEnd::run);
        cleanup.rethrow();
    }
}
