// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells subscribers where blobs have changed. The system's events are wake-ups and nothing more: they get lost, come
 * late, and stop when a directory is renamed. On any of them, and every two seconds, the directory is compared with what
 * it was.
 *
 * <p>One thread, from the first subscription to the end of the last.
 */
final class Watcher {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Disk disk;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private @Nullable DirectoryEvents events;

    Watcher(Disk disk) {
        this.disk = disk;
    }

    /** Whatever changes after this has returned is hinted at. */
    synchronized Watch watch(Scope scope, Path directory, Consumer<BlobName> hint) throws IOException {
        DirectoryEvents running = events == null ? start() : events;
        Subscription subscription = new Subscription(disk, scope, directory, hint, this::end);
        running.register(directory);
        subscription.begin();
        subscriptions.add(subscription);
        return subscription;
    }

    private DirectoryEvents start() {
        DirectoryEvents started = DirectoryEvents.open();
        Thread thread = new Thread(null, () -> run(started), "holdfast-watch", 0, false);
        thread.setDaemon(true);
        thread.start();
        events = started;
        return started;
    }

    private synchronized void end(Subscription subscription) {
        subscriptions.remove(subscription);
        if (subscriptions.isEmpty()) {
            close();
        } else if (events != null && subscriptions.stream().noneMatch(each -> each.isIn(subscription.directory()))) {
            events.forget(subscription.directory());
        }
    }

    synchronized void close() {
        subscriptions.clear();
        if (events != null) {
            events.close();
            events = null;
        }
    }

    private void run(DirectoryEvents source) {
        long next = System.nanoTime();
        while (!source.isClosed()) {
            List<Path> woken = source.await(next - System.nanoTime());
            boolean everywhere = System.nanoTime() - next >= 0;
            if (everywhere) {
                next = System.nanoTime() + INTERVAL_NANOS;
                subscriptions.forEach(each -> source.register(each.directory()));
            }
            subscriptions.stream()
                    .filter(each -> everywhere || woken.stream().anyMatch(each::isIn))
                    .forEach(Watcher::look);
        }
    }

    private static void look(Subscription subscription) {
        try {
            subscription.look();
        } catch (IOException e) {
            Log.LOGGER.log(System.Logger.Level.DEBUG, "A watched directory could not be read; tried again in 2 s", e);
        }
    }
}
