// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for something to happen in directories; where the system has no events to give, just waits. */
final class DirectoryEvents {

    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> keys = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private DirectoryEvents(@Nullable WatchService service) {
        this.service = service;
    }

    static DirectoryEvents open() {
        try {
            return new DirectoryEvents(FileSystems.getDefault().newWatchService());
        } catch (IOException e) {
            Log.LOGGER.log(System.Logger.Level.INFO, "No events from the file system; looking every 2 s instead", e);
            return new DirectoryEvents(null);
        }
    }

    /** Asks for events, again if need be: a directory may be exchanged for another of its name. */
    void register(Path directory) {
        try {
            if (service != null) {
                keys.put(directory, directory.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE));
            }
        } catch (IOException | ClosedWatchServiceException e) {
            Log.LOGGER.log(System.Logger.Level.DEBUG, "No events for a directory; it is looked at every 2 s", e);
        }
    }

    void forget(Path directory) {
        WatchKey key = keys.remove(directory);
        if (key != null) {
            key.cancel();
        }
    }

    /** The directories in which something happened; empty when the time is over or this was closed. */
    List<Path> await(long nanos) {
        try {
            if (service == null) {
                closed.await(nanos, TimeUnit.NANOSECONDS);
                return List.of();
            }
            WatchKey key = service.poll(nanos, TimeUnit.NANOSECONDS);
            return key == null ? List.of() : List.of(drain(key));
        } catch (ClosedWatchServiceException e) {
            return List.of();
        } catch (InterruptedException e) {
            return List.of(); // by a listener; nobody else knows this thread
        }
    }

    private static Path drain(WatchKey key) {
        key.pollEvents();
        key.reset();
        return (Path) key.watchable();
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    void close() {
        closed.countDown();
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            Log.LOGGER.log(System.Logger.Level.DEBUG, "The end of a watch failed", e);
        }
    }
}
