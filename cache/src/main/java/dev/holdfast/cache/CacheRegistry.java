// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import dev.holdfast.cache.ClearReport.Failure;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The caches of one owner, such as an account: clears them all, each on its thread, and reports what could not be
 * cleared. It holds what is registered strongly, until the registration or the registry is closed.
 *
 * <p>Any number of threads may use it.
 */
public final class CacheRegistry implements AutoCloseable {

    /** What a cache that was cleared for good leaves. */
    private static final Clearable NOTHING = CompletableFuture::allOf;

    private final Set<Entry> entries = new LinkedHashSet<>();
    private boolean closed;

    /** An empty registry. */
    public CacheRegistry() {}

    /**
     * Adds a cache.
     *
     * @param name for reports; need not be unique, and must not be a secret
     * @return closed to take the cache out again, which does not clear it
     * @throws IllegalStateException HF-0405 if the registry is closed; the cache is not cleared either
     */
    public Registration register(String name, Clearable cache) {
        Entry entry = new Entry(name, cache);
        synchronized (entries) {
            if (closed) {
                throw Problems.registryClosed(name);
            }
            entries.add(entry);
        }
        return entry;
    }

    /**
     * Clears every cache, in the order of registration, each on its thread and side by side. A failure stops nothing.
     * Those that belong to the calling thread are cleared before this returns, however small the limit. Others that are
     * not done in time go on, and {@link ClearReport#await} asks for them again. An interrupt does not end the wait; the
     * flag is kept.
     *
     * @param atMost how long to wait for all of them together; zero or less does not wait
     */
    public ClearReport clearAll(Duration atMost) {
        return begin(registered(), Entry::clear).await(atMost);
    }

    /**
     * As {@link #clearAll}, but {@linkplain Clearable#clearForGood for good}, and drops every cache that is cleared; from
     * its beginning none can be registered. Closed again, also by another thread, it asks again those that are not cleared
     * yet, so that those of the calling thread are cleared, and reports on all of them.
     */
    public ClearReport close(Duration atMost) {
        return begin(last(), Entry::clearForGood).await(atMost);
    }

    /** As {@link #close(Duration)} without waiting for other threads. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    private List<Entry> registered() {
        synchronized (entries) {
            return closed ? List.of() : List.copyOf(entries);
        }
    }

    private List<Entry> last() {
        synchronized (entries) {
            closed = true;
            return List.copyOf(entries);
        }
    }

    private static ClearReport begin(List<Entry> caches, Function<Entry, Clearing> how) {
        return new ClearReport(caches.stream().map(how).toList());
    }

    /** A cache in its registry. Two of one name and cache are two. */
    private final class Entry implements Registration {

        private final String name;
        private volatile Clearable cache;
        private final CompletableFuture<Optional<Failure>> end = new CompletableFuture<>();

        Entry(String name, Clearable cache) {
            this.name = name;
            this.cache = cache;
        }

        Clearing clear() {
            return Clearing.begin(name, cache::clear);
        }

        /** Whoever asks while it waits for its thread may be that thread: what comes first counts. */
        @SuppressWarnings("FutureReturnValueIgnored") // what becomes of it is told, and never exceptional
        Clearing clearForGood() {
            if (!end.isDone()) {
                Clearing.begin(name, cache::clearForGood).end().thenAccept(this::end);
            }
            return new Clearing(name, end);
        }

        private void end(Optional<Failure> failure) {
            cache = NOTHING;
            end.complete(failure);
        }

        @Override
        public void close() {
            synchronized (entries) {
                entries.remove(this);
            }
        }
    }
}
