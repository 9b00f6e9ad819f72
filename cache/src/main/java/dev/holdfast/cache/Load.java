// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One load for all who ask meanwhile, run once, by whoever comes to it first. A thread that waits for it runs it itself
 * unless another does already: a load in an executor's queue holds nobody up.
 */
abstract class Load<T> extends CompletableFuture<T> implements Runnable {

    private final Loader<T> loader;
    private final AtomicBoolean sent = new AtomicBoolean();
    private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
    private @Nullable Throwable failure;

    Load(Loader<T> loader) {
        this.loader = loader;
    }

    /** One that has ended well, and was published before. */
    static <T> Load<T> ended(T value) {
        Load<T> load = new Load<>(new Loader<>(() -> value)) {
            @Override
            void succeeded(T ignored) {}

            @Override
            void failed(Throwable ignored) {}
        };
        load.run();
        return load;
    }

    /** Publishes the value, before those who joined are told. What this throws is the load's failure. */
    abstract void succeeded(T value);

    /** Makes way for the next load, before those who joined are told. */
    abstract void failed(Throwable thrown);

    /** The value, as {@link Loader#loadUnchecked} gives it. An interrupt does not end the wait; the flag is kept. */
    T joinHere() {
        requireOutside();
        run();
        try {
            return join();
        } catch (CompletionException | CancellationException e) {
            throw Loader.unchecked(Objects.requireNonNull(failure));
        }
    }

    /** A future of the caller's own. */
    CompletableFuture<T> joinOn(Executor executor) {
        requireOutside();
        sendTo(executor);
        return copy();
    }

    /** Offers it to an executor, the first time. A refusal is the load's failure. */
    void sendTo(Executor executor) {
        if (isDone() || !sent.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(this);
        } catch (RuntimeException | Error refused) {
            if (isMine()) {
                fail(refused);
            }
        }
    }

    @Override
    public void run() {
        if (isMine()) {
            load();
        }
    }

    private void load() {
        T value;
        try {
            value = loader.load();
            succeeded(value);
        } catch (Throwable thrown) {
            fail(thrown);
            return;
        }
        complete(value);
    }

    private void fail(Throwable thrown) {
        failure = thrown;
        try {
            failed(thrown);
        } finally {
            completeExceptionally(thrown);
        }
    }

    /** Whether the current thread, and no other before, is to run it. */
    private boolean isMine() {
        return runner.compareAndSet(null, Thread.currentThread());
    }

    private void requireOutside() {
        if (!isDone() && runner.get() == Thread.currentThread()) {
            throw Problems.recursiveLoad();
        }
    }
}
