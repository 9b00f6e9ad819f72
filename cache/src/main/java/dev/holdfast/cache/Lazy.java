// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A value that is loaded when it is first asked for, once, whatever the number of threads.
 *
 * <ul>
 *   <li><b>Single flight.</b> While one thread loads, the others wait for it. An interrupt does not end their wait; the
 *       flag is kept.
 *   <li><b>A failure is not remembered.</b> It is thrown to the caller whose load it was. Those who waited try in their
 *       turn, one at a time: each gets the value or a failure of its own.
 *   <li><b>Forgettable.</b> After {@link #invalidate()} the value is loaded anew. A load under way at that moment still
 *       serves the caller who started it and is not stored.
 * </ul>
 *
 * <p>Any number of threads may use it. Once loaded, {@link #get()} is one volatile read and allocates nothing. Two lazy
 * values whose loaders wait for each other on different threads deadlock, as locks taken in different orders do.
 *
 * @param <T> the type of the value, best an immutable one: all callers share it
 */
public final class Lazy<T> {

    private final Loader<T> loader;
    private final Object gate = new Object();
    private volatile @Nullable T value;

    /** The load to join. Changed, with {@link #value}, under {@link #gate}. */
    private volatile Flight flight = new Flight();

    private Lazy(Loader<T> loader) {
        this.loader = loader;
    }

    /** A value that {@code loader} gives, on the thread of the caller who first needs it. */
    public static <T> Lazy<T> of(Callable<? extends T> loader) {
        return new Lazy<>(new Loader<>(loader));
    }

    /**
     * The value, loaded if need be.
     *
     * @throws LoadException if the loader threw a checked exception; an unchecked one, or an error, is thrown as it is.
     *     Nothing was stored, and the next call loads again.
     * @throws IllegalStateException HF-0402 if the loader itself calls this, HF-0403 if it returned null
     */
    public T get() {
        T loaded = value;
        return loaded != null ? loaded : load();
    }

    /** Forgets the value, at once and without waiting for a load. The next {@link #get()} starts a load of its own. */
    public void invalidate() {
        synchronized (gate) {
            value = null;
            flight = new Flight();
        }
    }

    private T load() {
        Flight joined = flight;
        if (joined.isHeldByCurrentThread()) {
            throw Problems.recursiveLoad();
        }
        joined.lock();
        try {
            return joined == flight ? loadedIn(joined) : get();
        } finally {
            joined.unlock();
        }
    }

    private T loadedIn(Flight current) {
        T loaded = value;
        return loaded != null ? loaded : publish(loader.loadUnchecked(), current);
    }

    private T publish(T loaded, Flight loadedIn) {
        synchronized (gate) {
            if (flight == loadedIn) {
                value = loaded;
            }
        }
        return loaded;
    }

    /** Whether the value is loaded, never the value. */
    @Override
    public String toString() {
        return value != null ? "Lazy[loaded]" : "Lazy[not loaded]";
    }

    /** One load, or several in turn until one succeeds; held by the thread that loads. */
    private static final class Flight extends ReentrantLock {

        private static final long serialVersionUID = 1L;
    }
}
