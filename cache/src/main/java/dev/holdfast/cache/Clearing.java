// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import dev.holdfast.cache.ClearReport.Failure;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache that is being cleared. It holds neither the cache nor what a failure said, which may carry what was cached.
 *
 * @param end never exceptional; the failure, if clearing failed
 */
record Clearing(String name, CompletableFuture<Optional<Failure>> end) {

    private static final System.Logger LOG = System.getLogger("dev.holdfast.cache");

    static Clearing begin(String name, Supplier<CompletionStage<Void>> clear) {
        return new Clearing(name, begun(clear).handle((done, thrown) -> failure(name, thrown)));
    }

    /** Whether the cache was cleared, or could not be. */
    boolean isDone() {
        return end.isDone();
    }

    /** Why the cache could not be cleared, if so; waits until that is known. */
    Optional<Failure> failure() {
        return end.join();
    }

    /** What breaks the contract, a thrown exception or no stage, is a failure like any other. */
    private static CompletableFuture<Void> begun(Supplier<CompletionStage<Void>> clear) {
        try {
            return clear.get().toCompletableFuture();
        } catch (Throwable thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private static Optional<Failure> failure(String name, @Nullable Throwable thrown) {
        if (thrown == null) {
            return Optional.empty();
        }
        Failure failure = new Failure(name, causeOf(thrown).getClass().getName());
        LOG.log(Level.WARNING, "A cache could not be cleared: {0}", failure);
        return Optional.of(failure);
    }

    private static Throwable causeOf(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }
}
