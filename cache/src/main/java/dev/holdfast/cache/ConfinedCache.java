// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache that is touched on one thread alone: Swing's, JavaFX's, or that of any executor which runs its tasks on a
 * single thread. There its operations are those of a plain map, without locks. From elsewhere they are refused with
 * HF-0404, and {@link #call}, {@link #run} and {@link #clear()} go to the thread.
 *
 * <p>The confining thread is the one that last ran a task of this cache for the executor; the cache sends it one when it
 * is made. Until that has run, the first thread that touches the cache is taken at its word. With a test of the current
 * thread, such as {@code SwingUtilities::isEventDispatchThread}, nothing has to be learned. When another thread takes
 * over, because the word was wrong or the executor has replaced its thread, the cache begins empty: what one thread has
 * put in, no other ever sees.
 *
 * <p>It holds all that is put in until that is removed or cleared.
 *
 * @param <K> the type of the keys, with {@code equals} and {@code hashCode}
 * @param <V> the type of the values
 */
public final class ConfinedCache<K, V> implements Clearable {

    private final Executor executor;
    private final @Nullable BooleanSupplier onThread;
    private final AtomicReference<@Nullable Content<K, V>> content = new AtomicReference<>();
    private final Queue<CompletableFuture<Void>> awaited = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private ConfinedCache(Executor executor, @Nullable BooleanSupplier onThread) {
        this.executor = executor;
        this.onThread = onThread;
    }

    /**
     * A cache confined to the thread of {@code executor}, such as {@code SwingUtilities::invokeLater}.
     *
     * @throws RejectedExecutionException if the executor takes no task; whatever else it throws comes as it is
     */
    public static <K, V> ConfinedCache<K, V> on(Executor executor) {
        ConfinedCache<K, V> cache = new ConfinedCache<>(executor, null);
        executor.execute(cache::takeOver);
        return cache;
    }

    /**
     * A cache confined to a thread that can be told from others.
     *
     * @param executor runs tasks on that thread
     * @param onThread whether the current thread is that thread; called from any
     */
    public static <K, V> ConfinedCache<K, V> on(Executor executor, BooleanSupplier onThread) {
        return new ConfinedCache<>(executor, onThread);
    }

    /**
     * The value of a key, if there is one. On the confining thread only.
     *
     * @throws IllegalStateException HF-0404 on another thread
     */
    public Optional<V> get(K key) {
        return Optional.ofNullable(values().get(key));
    }

    /**
     * Sets the value of a key. On the confining thread only.
     *
     * @return the value before, if there was one
     * @throws IllegalStateException HF-0404 on another thread
     */
    public Optional<V> put(K key, V value) {
        return Optional.ofNullable(values().put(key, Objects.requireNonNull(value)));
    }

    /**
     * The value of a key, made by {@code function} if there is none. If the cache is cleared meanwhile, the value is
     * given and not stored; if the function throws, nothing is stored. On the confining thread only.
     *
     * @throws IllegalStateException HF-0404 on another thread, HF-0403 if the function returned null, HF-0406 if the cache
     *     was {@linkplain #clearForGood() cleared for good}
     */
    public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
        Map<K, V> values = values();
        V present = values.get(key);
        if (present != null) {
            return present;
        }
        if (closed) {
            throw Problems.cacheClosed();
        }
        V computed = Loader.present(function.apply(key));
        V earlier = values.putIfAbsent(key, computed);
        return earlier != null ? earlier : computed;
    }

    /**
     * Forgets a key. On the confining thread only.
     *
     * @return the value before, if there was one
     * @throws IllegalStateException HF-0404 on another thread
     */
    public Optional<V> remove(K key) {
        return Optional.ofNullable(values().remove(key));
    }

    /**
     * How many keys have a value. On the confining thread only.
     *
     * @throws IllegalStateException HF-0404 on another thread
     */
    public int size() {
        return values().size();
    }

    /**
     * Gives this cache to a function on the confining thread: at once when that is the current one, else through the
     * executor.
     *
     * @return the function's result; fails with what it threw, with HF-0403 if it returned null, or with the
     *     executor's refusal. Cancelled before the function has begun, it is not called.
     */
    public <R> CompletableFuture<R> call(Function<? super ConfinedCache<K, V>, ? extends R> function) {
        try {
            return CompletableFuture.supplyAsync(() -> Loader.present(function.apply(this)), this::send);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** As {@link #call}, for an action without a result. */
    public CompletableFuture<Void> run(Consumer<? super ConfinedCache<K, V>> action) {
        try {
            return CompletableFuture.runAsync(() -> action.accept(this), this::send);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /**
     * Forgets everything, on the confining thread: at once when that is the current one, or nothing was ever put in, else
     * through the executor. If the executor refuses, as one that was shut down does, at once as well: its thread will not
     * come any more. Where the thread clears the cache otherwise before it gets to that, whoever waits has it then.
     */
    @Override
    public CompletableFuture<Void> clear() {
        if (content.get() == null) {
            return CompletableFuture.allOf();
        }
        CompletableFuture<Void> cleared = new CompletableFuture<>();
        awaited.add(cleared);
        try {
            send(this::clearHere);
        } catch (RuntimeException refused) {
            content.set(null);
            tellCleared();
        }
        return cleared;
    }

    /** As {@link #clear()}, and stays empty: what is put in from now on is not kept, and nothing is made. */
    @Override
    public CompletableFuture<Void> clearForGood() {
        closed = true;
        return clear();
    }

    private void clearHere() {
        here().values = new HashMap<>();
        tellCleared();
    }

    private void tellCleared() {
        for (CompletableFuture<Void> each = awaited.poll(); each != null; each = awaited.poll()) {
            each.complete(null);
        }
    }

    private void send(Runnable task) {
        if (isHere() || isOnThread()) {
            task.run();
        } else {
            executor.execute(() -> {
                takeOver();
                task.run();
            });
        }
    }

    /** Asks for the content first: one that is there before the cache is closed goes with the clearing. */
    private Map<K, V> values() {
        Map<K, V> mine = here().values;
        return closed ? new HashMap<>() : mine;
    }

    private Content<K, V> here() {
        Content<K, V> present = content.get();
        if (present != null && present.isHere()) {
            return present;
        }
        return isOnThread() ? takeOver() : takeAtItsWord();
    }

    private boolean isHere() {
        Content<K, V> present = content.get();
        return present != null && present.isHere();
    }

    private boolean isOnThread() {
        return onThread != null && onThread.getAsBoolean();
    }

    private Content<K, V> takeOver() {
        Content<K, V> present = content.get();
        if (present != null && present.isHere()) {
            return present;
        }
        Content<K, V> mine = new Content<>();
        content.set(mine);
        return mine;
    }

    private Content<K, V> takeAtItsWord() {
        Content<K, V> mine = new Content<>();
        if (onThread != null || !content.compareAndSet(null, mine)) {
            throw Problems.wrongThread();
        }
        return mine;
    }

    /** What the current thread has put in. The map is touched by that thread alone; clearing puts another in its place. */
    private static final class Content<K, V> {

        private final Thread thread = Thread.currentThread();
        private Map<K, V> values = new HashMap<>();

        boolean isHere() {
            return thread == Thread.currentThread();
        }
    }
}
