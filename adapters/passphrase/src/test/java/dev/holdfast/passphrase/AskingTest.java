// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.passphrase.PassphrasePrompt.Occasion;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.RootProvider;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.MemoryStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A prompt that is slow, hangs, or is needed by many at once. */
@Timeout(60)
class AskingTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    private final MemoryStorage storage = new MemoryStorage();

    private RootProvider provider(PassphraseKeys keys) {
        return (RootProvider) keys.costing(PassphraseHome.CHEAP).open(new ProviderHome(PassphraseHome.APP, storage));
    }

    @Test
    void aPromptThatHangsIsGivenUpAndItsThreadKeepsNoProcessAlive() {
        CompletableFuture<Thread> asked = new CompletableFuture<>();
        CountDownLatch end = new CountDownLatch(1);
        RootProvider provider = provider(PassphraseKeys.of((app, occasion) -> {
                    asked.complete(Thread.currentThread());
                    awaitUninterrupted(end);
                    return Optional.empty();
                })
                .within(SHORT));
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(provider::rootOrNew)
                .returns("HF-0341", HoldfastException::code)
                .withMessageContaining("no answer came");
        assertThat(asked.join().isDaemon()).isTrue();
        end.countDown();
    }

    @Test
    void anAnswerThatComesTooLateIsWiped() {
        SecretString late = SecretString.copyOf("correct horse");
        List<Runnable> queue = new ArrayList<>();
        RootProvider provider = provider(PassphraseKeys.of((app, occasion) -> Optional.of(late))
                .within(SHORT)
                .askingOn(queue::add));
        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(provider::rootOrNew);
        assertThat(late.reveal()).isNotEmpty();
        queue.forEach(Runnable::run);
        assertThatExceptionOfType(HoldfastException.class).isThrownBy(late::reveal);
        assertThat(storage.revision(PassphraseHome.FILE).isPresent()).isFalse();
    }

    @Test
    void allWhoNeedAKeyAtOnceShareOneQuestionAndItsEnd() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        CompletableFuture<Boolean> gives = new CompletableFuture<>();
        RootProvider provider = provider(PassphraseKeys.of((app, occasion) -> {
            questions.incrementAndGet();
            return gives.join() ? Optional.of(SecretString.copyOf("correct horse")) : Optional.empty();
        }));
        List<CompletableFuture<SecretBytes>> waiting = waiting(provider);
        gives.complete(false);
        assertThat(waiting).allSatisfy(one -> assertThat(one).completesExceptionallyWithin(Duration.ofSeconds(30)));
        assertThat(questions).hasValue(1);
    }

    /** Threads that are all blocked in the provider when this returns. */
    private static List<CompletableFuture<SecretBytes>> waiting(RootProvider provider) {
        List<CompletableFuture<SecretBytes>> results = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<SecretBytes> result = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    result.complete(provider.rootOrNew());
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            results.add(result);
        }
        return results;
    }

    @Test
    void aPromptOnTheCallersThreadThatNeedsTheKeyItselfIsNotADeadlock() {
        RootProvider[] provider = new RootProvider[1];
        provider[0] = provider(PassphraseKeys.of((app, occasion) -> {
                    provider[0].rootOrNew().close();
                    return Optional.empty();
                })
                .within(SHORT)
                .askingOn(Runnable::run));
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(provider[0]::rootOrNew)
                .withMessageContaining("the prompt failed");
    }

    @Test
    void anExecutorThatRefusesIsAnUnavailableKey() {
        RootProvider provider =
                provider(PassphraseKeys.of(new Typist("correct horse")).askingOn(task -> {
                    throw new RejectedExecutionException("shut down");
                }));
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(provider::rootOrNew)
                .returns("HF-0341", HoldfastException::code);
    }

    @Test
    void whatIsClosedWhileAPersonIsAskedGivesNoKey() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        RootProvider provider = provider(PassphraseKeys.of((app, occasion) -> {
            asked.countDown();
            awaitUninterrupted(answers);
            return Optional.of(SecretString.copyOf("correct horse"));
        }));
        List<CompletableFuture<SecretBytes>> waiting = waiting(provider);
        awaitUninterrupted(asked);
        provider.close();
        answers.countDown();
        assertThat(waiting).allSatisfy(one -> assertThat(one).completesExceptionallyWithin(Duration.ofSeconds(30)));
    }

    @Test
    void theOccasionIsTold() {
        List<Occasion> occasions = new ArrayList<>();
        provider(PassphraseKeys.of((app, occasion) -> {
                    assertThat(app).isEqualTo(PassphraseHome.APP);
                    occasions.add(occasion);
                    return Optional.empty();
                })
                .askingOn(Runnable::run));
        assertThat(occasions).as("opening asks nobody").isEmpty();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
