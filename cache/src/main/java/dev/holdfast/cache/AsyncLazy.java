// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A value that is loaded on an executor when it is first asked for, with one load for all who ask meanwhile.
 *
 * <ul>
 *   <li><b>Callers are independent.</b> What one does to its future, cancelling included, touches neither the load nor
 *       the future of another.
 *   <li><b>A failure is not remembered.</b> All who joined the load see it; the next {@link #get()} loads again.
 *   <li><b>Forgettable.</b> After {@link #invalidate()} the next {@link #get()} starts a new load. One under way at that
 *       moment goes on, serves those who joined it, and is not stored.
 * </ul>
 *
 * <p>Any number of threads may use it, and none ever waits in it. Once loaded, {@link #get()} is one volatile read and
 * allocates nothing: all callers are given one completed future, which none of them can change.
 *
 * @param <T> the type of the value, best an immutable one: all callers share it
 */
public final class AsyncLazy<T> {

    private final Executor executor;
    private final Loader<T> loader;
    private final Object gate = new Object();
    private volatile @Nullable Loaded<T> loaded;

    /** The load to join, if one is under way. Changed, with {@link #loaded}, under {@link #gate}. */
    private @Nullable Load<T> underWay;

    private AsyncLazy(Executor executor, Loader<T> loader) {
        this.executor = executor;
        this.loader = loader;
    }

    /** A value that {@code loader} gives, on {@code executor}. */
    public static <T> AsyncLazy<T> of(Executor executor, Callable<? extends T> loader) {
        return new AsyncLazy<>(executor, new Loader<>(loader));
    }

    /**
     * The value, loaded if need be. The future fails with whatever the loader threw, or with the executor's refusal; as
     * in any dependent stage, inside a {@link java.util.concurrent.CompletionException}.
     *
     * <p>If the value is loaded already, the future is shared: {@code obtrudeValue} and {@code obtrudeException} have no
     * effect on it.
     *
     * @throws IllegalStateException HF-0402 if the loader itself calls this; a loader that returns null fails the
     *     future with HF-0403
     */
    public CompletableFuture<T> get() {
        Loaded<T> shared = loaded;
        return shared != null ? shared : join();
    }

    /** Forgets the value, at once and without waiting for a load. */
    public void invalidate() {
        synchronized (gate) {
            loaded = null;
            underWay = null;
        }
    }

    private CompletableFuture<T> join() {
        Load<T> load;
        synchronized (gate) {
            Loaded<T> shared = loaded;
            if (shared != null) {
                return shared;
            }
            load = underWay != null ? underWay : new Flight();
            underWay = load;
        }
        return load.joinOn(executor);
    }

    /** Whether the value is loaded, never the value. */
    @Override
    public String toString() {
        return loaded != null ? "AsyncLazy[loaded]" : "AsyncLazy[not loaded]";
    }

    /** The load under way, unless the value was invalidated since. */
    private final class Flight extends Load<T> {

        Flight() {
            super(loader);
        }

        @Override
        void succeeded(T value) {
            synchronized (gate) {
                if (underWay == this) {
                    loaded = new Loaded<>(value);
                    underWay = null;
                }
            }
        }

        @Override
        void failed(Throwable thrown) {
            synchronized (gate) {
                if (underWay == this) {
                    underWay = null;
                }
            }
        }
    }

    /** A completed future that stays as it is: a completed one can be changed by obtruding alone. */
    private static final class Loaded<T> extends CompletableFuture<T> {

        Loaded(T value) {
            complete(value);
        }

        @Override
        public void obtrudeValue(T ignored) {}

        @Override
        public void obtrudeException(Throwable ignored) {}
    }
}
