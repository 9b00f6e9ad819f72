// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The wish of a person, by Ctrl-C, or of the system, by SIGTERM, that the process ends. It ends when the command has closed
 * what it had open; the system's shutdown waits for that, for ten seconds at most.
 */
final class Interrupt implements AutoCloseable {

    private static final int PATIENCE_S = 10;

    private final CompletableFuture<@Nullable Void> asked = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What a wait ends with then. */
    static final class Asked extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private Interrupt() {}

    /** Watches until it is closed, which is to be last. */
    static Interrupt watch() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupt::end, "holdfast-interrupt"));
        return interrupt;
    }

    private void end() {
        asked.complete(null);
        try {
            closed.await(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Completes when it is wished. */
    CompletableFuture<@Nullable Void> asked() {
        return asked;
    }

    /**
     * Waits for what comes, unless it is wished that nobody waits.
     *
     * @throws Asked then
     * @throws RuntimeException what the future fails with
     */
    <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        try {
            CompletableFuture.anyOf(future, asked).get();
            if (!future.isDone()) {
                throw new Asked();
            }
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Asked();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
