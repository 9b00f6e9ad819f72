// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import dev.holdfast.secrets.ProviderUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Calls that cannot be given up once they are made, each on a daemon of its own: whoever waits for one can be let go. What
 * comes late is dropped.
 */
final class BoundedCalls {

    private BoundedCalls() {}

    /** An interrupt is waited out, and the thread's flag kept. */
    static <T> T within(Duration bound, Supplier<T> call) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(call, BoundedCalls::onThreadOfItsOwn);
        try {
            return result.orTimeout(bound.toNanos(), TimeUnit.NANOSECONDS).join();
        } catch (CompletionException e) {
            throw unavailable(Optional.ofNullable(e.getCause()).orElse(e));
        }
    }

    private static ProviderUnavailableException unavailable(Throwable cause) {
        if (cause instanceof ProviderUnavailableException own) {
            return own;
        }
        if (cause instanceof TimeoutException) {
            return Problems.silent();
        }
        if (cause instanceof LinkageError) {
            return Problems.noNativeAccess();
        }
        throw new IllegalStateException(
                "A keyring failed with " + cause.getClass().getName());
    }

    private static void onThreadOfItsOwn(Runnable call) {
        Thread thread = new Thread(call, "holdfast-keyring");
        thread.setDaemon(true);
        thread.start();
    }
}
