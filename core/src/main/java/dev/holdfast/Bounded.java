// SPDX-License-Identifier: Apache-2.0

package dev.holdfast;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of foreign code that may hang, on a daemon thread of their own, waited for within a bound. */
final class Bounded {

    private Bounded() {}

    /**
     * What the call gives. An interrupt is waited out, and the thread's flag kept.
     *
     * @throws TimeoutException if it takes longer; its thread is interrupted
     * @throws Exception whatever the call throws
     */
    static <T> T call(String threadName, Duration bound, Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        thread.start();
        try {
            return await(task, bound);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw e;
        }
    }

    private static <T> T await(FutureTask<T> task, Duration bound) throws ExecutionException, TimeoutException {
        long end = System.nanoTime() + bound.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Exception unwrapped(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof Exception cause ? cause : e;
    }
}
