// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of foreign code that may hang, on a daemon thread of their own, waited for within a bound. */
final class Bounded {

    private Bounded() {}

    /**
     * Runs the call to its end. An interrupt is waited out, and the thread's flag kept.
     *
     * @throws TimeoutException if it takes longer; its thread is interrupted
     * @throws ExecutionException if the call throws an Error, which must not keep the caller from what else is to be done
     * @throws Exception whatever the call throws otherwise
     */
    static void run(String threadName, Duration bound, Cleanup.Action call) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            call.run();
            return true;
        });
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        thread.start();
        try {
            await(task, bound);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw e;
        }
    }

    private static void await(FutureTask<?> task, Duration bound) throws ExecutionException, TimeoutException {
        long end = System.nanoTime() + bound.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
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
        return e.getCause() instanceof Exception cause ? cause : e;
    }
}
