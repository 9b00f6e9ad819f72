// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Watch;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The watches of one storage, and the daemon thread that hints to them, which runs while there are any. It looks when this
 * process has committed, and every half second whether another one has: SQLite counts that, for a connection of its own. After a
 * failure it goes on with another connection.
 */
final class Hints {

    private static final System.Logger LOG = System.getLogger(Hints.class.getPackageName());
    private static final long INTERVAL_MILLIS = 500;

    private final Supplier<Sql> connections;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final Semaphore news = new Semaphore(0);
    private @Nullable Thread thread; // guarded by this
    private boolean failing; // of the thread alone

    Hints(Supplier<Sql> connections) {
        this.connections = connections;
    }

    /** @param now what the scope's blobs are now */
    synchronized Watch watch(Scope scope, Consumer<BlobName> hint, Map<BlobName, Revision> now) {
        Subscription subscription = new Subscription(scope, hint, now);
        subscriptions.add(subscription);
        news.release();
        if (thread == null) {
            thread = new Thread(null, this::run, "holdfast-sqlite-watch", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
        return () -> end(subscription);
    }

    private synchronized void end(Subscription subscription) {
        subscriptions.remove(subscription);
        news.release();
    }

    /** Something was committed. */
    void changed() {
        if (!subscriptions.isEmpty()) {
            news.release();
        }
    }

    /** No hint begins after this; nobody may begin to watch. */
    void close() {
        Thread running;
        synchronized (this) {
            subscriptions.clear();
            running = thread;
        }
        news.release();
        LockSupport.unpark(running);
        if (running != null && !running.equals(Thread.currentThread())) {
            join(running);
        }
    }

    private static void join(Thread running) {
        boolean interrupted = false;
        while (running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (goesOn()) {
                lookAgainAndAgain();
            }
        } finally {
            end();
        }
    }

    /** Until there are no watches, or a failure, after which it is tried again with another connection. */
    private void lookAgainAndAgain() {
        try (Sql sql = connections.get()) {
            BlobReads reads = new BlobReads(sql, 0);
            long seen = -1;
            boolean told = true;
            while (goesOn()) {
                long version = sql.number("PRAGMA data_version");
                if (told || version != seen) {
                    subscriptions.forEach(each -> look(each, reads));
                }
                failing = false;
                seen = version;
                told = isTold();
            }
        } catch (HoldfastException e) {
            Level level = failing ? Level.DEBUG : Level.WARNING;
            LOG.log(level, "Changes are not hinted at until this is over: {0}", e.getMessage());
            failing = true;
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS));
        }
    }

    private synchronized boolean goesOn() {
        boolean mine = Thread.currentThread().equals(thread);
        if (mine && subscriptions.isEmpty()) {
            thread = null;
        }
        return mine && thread != null;
    }

    /** If it has not ended already, and another one has begun. */
    private synchronized void end() {
        if (Thread.currentThread().equals(thread)) {
            thread = null;
        }
    }

    /** Whether this process has news, before it is time to look for those of others. */
    private boolean isTold() {
        try {
            boolean told = news.tryAcquire(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            news.drainPermits();
            return told;
        } catch (InterruptedException e) {
            return true; // nobody knows this thread
        }
    }

    private void look(Subscription subscription, BlobReads reads) {
        try {
            Map<BlobName, Revision> now = reads.revisions(subscription.scope);
            for (BlobName name : subscription.changes(now)) {
                if (subscriptions.contains(subscription)) {
                    subscription.hint(name);
                }
            }
        } catch (HoldfastException e) {
            LOG.log(Level.DEBUG, "A watched scope could not be read; tried again at the next change", e);
        }
    }

    /** One watch. Compared by identity: two that look alike are two. */
    private static final class Subscription {

        private final Scope scope;
        private final Consumer<BlobName> hint;
        private Map<BlobName, Revision> last;

        Subscription(Scope scope, Consumer<BlobName> hint, Map<BlobName, Revision> last) {
            this.scope = scope;
            this.hint = hint;
            this.last = last;
        }

        Set<BlobName> changes(Map<BlobName, Revision> now) {
            Set<BlobName> changed = new HashSet<>(last.keySet());
            changed.addAll(now.keySet());
            Map<BlobName, Revision> before = new HashMap<>(last);
            changed.removeIf(
                    name -> now.getOrDefault(name, Revision.ABSENT).equals(before.getOrDefault(name, Revision.ABSENT)));
            last = now;
            return changed;
        }

        void hint(BlobName name) {
            try {
                hint.accept(name);
            } catch (RuntimeException | Error e) { // the thread has other watchers, and this one its next hint
                LOG.log(
                        Level.WARNING,
                        "A watcher failed with {0}; it is told of the next change all the same",
                        e.getClass().getName());
            }
        }
    }
}
