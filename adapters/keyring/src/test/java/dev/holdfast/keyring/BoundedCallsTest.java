// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secrets.ProviderUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundedCallsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void whoeverWaitsForACallThatHangsIsLetGo() {
        CompletableFuture<String> never = new CompletableFuture<>();
        assertThat(codeOf(Duration.ofMillis(100), never::join)).isEqualTo("HF-0367");
        never.complete("");
    }

    @Test
    void itIsMadeOnADaemonOfItsOwn() {
        Thread thread = BoundedCalls.within(LONG, Thread::currentThread);
        assertThat(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void anInterruptIsWaitedOutAndKept() {
        Thread.currentThread().interrupt();
        String answer = BoundedCalls.within(LONG, () -> "answer");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer).isEqualTo("answer");
    }

    @Test
    void aRefusalIsHandedOnAndAMissingLibraryHasACodeOfItsOwn() {
        assertThat(codeOf(LONG, () -> {
                    throw Problems.refused("it", 5);
                }))
                .isEqualTo("HF-0372");
        assertThat(codeOf(LONG, () -> {
                    throw new UnsatisfiedLinkError("none");
                }))
                .isEqualTo("HF-0371");
    }

    private static String codeOf(Duration bound, Supplier<String> call) {
        return catchThrowableOfType(ProviderUnavailableException.class, () -> BoundedCalls.within(bound, call))
                .code();
    }
}
