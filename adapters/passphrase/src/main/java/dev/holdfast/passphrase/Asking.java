// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.passphrase.PassphrasePrompt.Occasion;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How a person is asked.
 *
 * @param executor runs the prompt
 * @param bound after which nobody waits for the answer any more
 */
record Asking(PassphrasePrompt prompt, Executor executor, Duration bound) {

    /**
     * Asks once. An interrupt is waited out, and the thread's flag kept.
     *
     * @return the passphrase, normalized
     * @throws ProviderUnavailableException if there is none, or an empty one
     */
    SecretBytes ask(String appId, Occasion occasion) {
        try (SecretString typed = answer(appId, occasion)) {
            return bytes(typed);
        }
    }

    /** @throws ProviderUnavailableException if it is empty */
    static SecretBytes bytes(SecretString passphrase) {
        SecretBytes utf8 = Normalized.utf8(passphrase);
        if (utf8.length() == 0) {
            throw Problems.empty();
        }
        return utf8;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whatever comes late is closed, and nobody waits for that
    private SecretString answer(String appId, Occasion occasion) {
        CompletableFuture<Optional<SecretString>> answer = start(appId, occasion);
        try {
            return within(bound, answer).join().orElseThrow(() -> Problems.notGiven("it was declined"));
        } catch (CompletionException e) {
            answer.thenAccept(late -> late.ifPresent(SecretString::close));
            throw Problems.notGiven(
                    e.getCause() instanceof TimeoutException
                            ? "no answer came within " + bound.toSeconds() + " s"
                            : "the prompt failed with " + kind(e));
        }
    }

    private CompletableFuture<Optional<SecretString>> start(String appId, Occasion occasion) {
        try {
            return CompletableFuture.supplyAsync(() -> prompt.ask(appId, occasion), executor);
        } catch (RejectedExecutionException e) {
            throw Problems.notGiven("the executor refuses to ask");
        }
    }

    /** The same result, or a {@link TimeoutException}. */
    static <T> CompletableFuture<T> within(Duration bound, CompletableFuture<T> result) {
        return result.copy().orTimeout(bound.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What was thrown, without its text, which may tell more than it should. */
    static String kind(CompletionException e) {
        return Optional.ofNullable(e.getCause()).orElse(e).getClass().getName();
    }
}
