// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of what may hang, each on a daemon thread of its own; one that does not end within the bound fails the test. */
final class Answers {

    private final Duration bound;

    Answers(Duration bound) {
        this.bound = bound;
    }

    /** What the call gives, or throws. */
    <T> T of(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "contract");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new AssertionError("No answer within " + bound, e);
        } catch (InterruptedException e) {
            throw new AssertionError("The test was interrupted", e);
        } catch (ExecutionException e) {
            throw thrown(Objects.requireNonNull(e.getCause()));
        }
    }

    /** A failure goes on to the caller as it is, if it is unchecked. */
    private static RuntimeException thrown(Throwable cause) {
        if (cause instanceof RuntimeException own) {
            return own;
        }
        throw cause instanceof Error error ? error : new AssertionError("It failed: " + cause, cause);
    }
}
