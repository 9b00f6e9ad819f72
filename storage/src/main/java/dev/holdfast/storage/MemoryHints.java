// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The watches of one storage in memory, and the daemon thread that hints to them, which starts with the first hint. */
final class MemoryHints {

    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private @Nullable ExecutorService executor; // guarded by this

    synchronized Watch watch(Scope scope, Consumer<BlobName> hint) {
        if (executor == null) {
            executor = Executors.newSingleThreadExecutor(MemoryHints::daemon);
        }
        Subscription subscription = new Subscription(scope, hint);
        subscriptions.add(subscription);
        return () -> subscriptions.remove(subscription);
    }

    synchronized void changed(BlobName name) {
        if (executor != null) {
            for (Subscription subscription : subscriptions) {
                if (subscription.concerns(name)) {
                    executor.execute(() -> deliver(subscription, name));
                }
            }
        }
    }

    synchronized void close() {
        subscriptions.clear();
        if (executor != null) {
            executor.shutdown();
            executor = null;
        }
    }

    private void deliver(Subscription subscription, BlobName name) {
        if (subscription.begin(name) && subscriptions.contains(subscription)) {
            subscription.hint(name);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "holdfast-memory-watch");
        thread.setDaemon(true);
        return thread;
    }

    /** One watch. Compared by identity: two that look alike are two. */
    private static final class Subscription {

        private final Scope scope;
        private final Consumer<BlobName> hint;
        private final Set<BlobName> pending = ConcurrentHashMap.newKeySet();

        Subscription(Scope scope, Consumer<BlobName> hint) {
            this.scope = scope;
            this.hint = hint;
        }

        /** Whether the blob is of this scope and no hint to it is under way that will tell as much. */
        boolean concerns(BlobName name) {
            return name.scope().equals(scope) && pending.add(name);
        }

        boolean begin(BlobName name) {
            return pending.remove(name);
        }

        void hint(BlobName name) {
            try {
                hint.accept(name);
            } catch (RuntimeException e) {
                Log.LOGGER.log(
                        Level.WARNING,
                        "A watcher failed with {0}; it is told of the next change all the same",
                        e.getClass().getName());
            }
        }
    }
}
