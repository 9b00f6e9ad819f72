// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static dev.holdfast.storage.LeaseMode.EXCLUSIVE;
import static dev.holdfast.storage.LeaseMode.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Leases between threads of one process. */
abstract class LeaseContract extends ContractPart {

    private static final Duration LONG = Duration.ofMinutes(1);

    LeaseContract(StorageContract contract) {
        super(contract);
    }

    @Test
    void oneHolderHasAnExclusiveLeaseAlone() {
        Lease held = tryTo(EXCLUSIVE).orElseThrow();
        assertThat(tryTo(EXCLUSIVE)).isEmpty();
        assertThat(tryTo(SHARED)).isEmpty();
        held.close();
        assertThat(tryTo(EXCLUSIVE)).isPresent();
    }

    @Test
    void manyHoldersShareALease() {
        Lease first = tryTo(SHARED).orElseThrow();
        Lease second = tryTo(SHARED).orElseThrow();
        assertThat(tryTo(EXCLUSIVE)).isEmpty();
        first.close();
        assertThat(tryTo(EXCLUSIVE)).isEmpty();
        second.close();
        assertThat(tryTo(EXCLUSIVE)).isPresent();
    }

    @Test
    void closingTwiceLetsGoOfNobodyElsesLease() {
        Lease first = tryTo(SHARED).orElseThrow();
        Lease second = tryTo(SHARED).orElseThrow();
        first.close();
        first.close();
        assertThat(tryTo(EXCLUSIVE)).isEmpty();
        second.close();
        Lease third = tryTo(EXCLUSIVE).orElseThrow();
        second.close();
        assertThat(tryTo(SHARED)).isEmpty();
        third.close();
    }

    @Test
    void anyThreadMayClose() {
        Lease held = tryTo(EXCLUSIVE).orElseThrow();
        Threads.run(1, number -> held.close());
        assertThat(tryTo(EXCLUSIVE)).isPresent();
    }

    @Test
    void leasesOfOtherPurposesAndScopesAreIndependent() {
        assertThat(tryTo(EXCLUSIVE)).isPresent();
        Scope other = Scope.of("accounts", "other");
        assertThat(storage().lease(scope(), "alive", EXCLUSIVE, Duration.ZERO)).isPresent();
        assertThat(storage().lease(other, "run", EXCLUSIVE, Duration.ZERO)).isPresent();
        assertThat(storage().lease(Scope.HOME, "run", EXCLUSIVE, Duration.ZERO)).isPresent();
    }

    @Test
    void leasesHaveNothingToDoWithBlobs() {
        Lease held = storage()
                .lease(scope(), blob().name(), EXCLUSIVE, Duration.ZERO)
                .orElseThrow();
        put(blob(), "content");
        assertThat(text(blob())).contains("content");
        held.close();
        assertThat(storage().lease(scope(), "run", SHARED, Duration.ZERO)).isPresent();
        assertAbsent(scope().blob("run"));
    }

    @Test
    void whoWaitsGetsTheLeaseWhenItIsLetGo() {
        Lease held = tryTo(EXCLUSIVE).orElseThrow();
        Waiting<Optional<Lease>> waiting = new Waiting<>(() -> storage().lease(scope(), "run", EXCLUSIVE, LONG));
        waiting.untilItWaits();
        held.close();
        assertThat(waiting.result()).isPresent();
        assertThat(tryTo(SHARED)).isEmpty();
    }

    @Test
    void whoWaitsIsNotTurnedAwayByAnInterrupt() {
        Lease held = tryTo(EXCLUSIVE).orElseThrow();
        Waiting<Boolean> waiting = new Waiting<>(
                () -> storage().lease(scope(), "run", SHARED, LONG).isPresent()
                        && Thread.currentThread().isInterrupted());
        waiting.untilItWaits();
        waiting.thread.interrupt();
        held.close();
        assertThat(waiting.result()).isTrue();
    }

    @Test
    void aWaitThatEndsInVainHoldsNothing() {
        Lease held = tryTo(SHARED).orElseThrow();
        assertThat(storage().lease(scope(), "run", EXCLUSIVE, Duration.ofMillis(20)))
                .isEmpty();
        assertThat(tryTo(SHARED)).isPresent();
        held.close();
    }

    @Test
    void oneOfManyAtATimeIsInside() {
        AtomicInteger inside = new AtomicInteger();
        Threads.run(8, number -> {
            for (int i = 0; i < 10; i++) {
                Lease held = storage().lease(scope(), "run", EXCLUSIVE, LONG).orElseThrow();
                assertThat(inside.incrementAndGet()).isEqualTo(1);
                inside.decrementAndGet();
                held.close();
            }
        });
    }

    @Test
    void aLeaseEndsWithItsStorage() {
        Lease held = tryTo(EXCLUSIVE).orElseThrow();
        reopen();
        Lease next = tryTo(EXCLUSIVE).orElseThrow();
        held.close();
        assertThat(tryTo(SHARED)).isEmpty();
        next.close();
    }

    private Optional<Lease> tryTo(LeaseMode mode) {
        return storage().lease(scope(), "run", mode, Duration.ZERO);
    }

    /** A call that waits, on a thread of its own. */
    private static final class Waiting<T> {

        private final CompletableFuture<T> outcome = new CompletableFuture<>();
        private final Thread thread;

        Waiting(Supplier<T> call) {
            thread = new Thread(() -> outcome.completeAsync(call, Runnable::run), "waiting");
            thread.setDaemon(true);
            thread.start();
        }

        void untilItWaits() {
            while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
                assertThat(outcome).as("the call that should wait").isNotDone();
                Thread.onSpinWait();
            }
        }

        T result() {
            return outcome.join();
        }
    }
}
