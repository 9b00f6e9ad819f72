// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that nobody else knows, and so nobody interrupts: an interrupt in the middle of an operation would close the
 * channel, and with the lock file's channel every lock of the process. Daemons, made when needed, gone when idle.
 */
final class IoThreads {

    private static final long IDLE_SECONDS = 5;

    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    private Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "holdfast-io-" + made.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Does the work on one of the threads and waits for it, interrupts or not; the caller's flag is kept. */
    <T> T run(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        pool.execute(task);
        return await(task);
    }

    /** Does the work on one of the threads, without waiting. */
    void start(Runnable work) {
        pool.execute(work);
    }

    private static <T> T await(Future<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unchecked(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException known) {
            return known;
        }
        throw failure instanceof Error error ? error : new AssertionError("A Supplier throws nothing else", failure);
    }

    /** Lets the threads end once what they do is done. */
    void close() {
        pool.shutdown();
    }
}
