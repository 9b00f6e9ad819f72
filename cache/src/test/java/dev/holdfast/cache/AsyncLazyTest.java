// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AsyncLazyTest {

    private final AtomicInteger loads = new AtomicInteger();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final AsyncLazy<Integer> counting = AsyncLazy.of(tasks::add, loads::incrementAndGet);

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void allWhoAskMeanwhileShareOneLoad() {
        CompletableFuture<Integer> one = counting.get();
        CompletableFuture<Integer> other = counting.get();

        assertThat(tasks).hasSize(1);
        assertThat(one).isNotDone();
        runTasks();
        assertThat(one).isCompletedWithValue(1);
        assertThat(other).isCompletedWithValue(1);
        assertThat(counting.get()).isCompletedWithValue(1);
        assertThat(tasks).isEmpty();
    }

    @Test
    void sixtyFourThreadsLoadOnceOnTheExecutor() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        CountDownLatch release = new CountDownLatch(1);
        AsyncLazy<Integer> lazy = AsyncLazy.of(pool, () -> {
            int load = loads.incrementAndGet();
            release.await();
            return load;
        });
        Crowd<Integer> crowd = Crowd.of(64, () -> lazy.get().join());
        crowd.awaitAllWaiting();
        release.countDown();

        assertThat(crowd.results()).hasSize(64).containsOnly(1);
        assertThat(loads).hasValue(1);
        pool.shutdown();
    }

    @Test
    void whatOneCallerDoesToItsFutureTouchesNoOther() {
        CompletableFuture<Integer> cancelled = counting.get();
        CompletableFuture<Integer> completed = counting.get();
        CompletableFuture<Integer> other = counting.get();
        cancelled.cancel(true);
        completed.complete(99);
        runTasks();

        assertThat(cancelled).isCancelled();
        assertThat(completed).isCompletedWithValue(99);
        assertThat(other).isCompletedWithValue(1);
    }

    @Test
    void onceLoadedTheFutureIsSharedAndCannotBeSpoiled() {
        assertThat(counting.get()).isNotDone();
        runTasks();
        CompletableFuture<Integer> shared = counting.get();
        shared.cancel(true);
        shared.complete(98);
        shared.completeExceptionally(new IOException());
        shared.obtrudeValue(99);
        shared.obtrudeException(new IOException());

        assertThat(counting.get()).isSameAs(shared).isCompletedWithValue(1);
    }

    @Test
    void aFailureReachesAllWhoJoinedAndIsTriedAgain() {
        IOException failure = new IOException();
        AsyncLazy<Integer> lazy = AsyncLazy.of(tasks::add, () -> {
            if (loads.incrementAndGet() == 1) {
                throw failure;
            }
            return loads.get();
        });
        CompletableFuture<Integer> one = lazy.get();
        CompletableFuture<Integer> other = lazy.get();
        runTasks();

        assertThatThrownBy(one::join).isInstanceOf(CompletionException.class).hasCause(failure);
        assertThatThrownBy(other::join).isInstanceOf(CompletionException.class).hasCause(failure);
        CompletableFuture<Integer> again = lazy.get();
        runTasks();
        assertThat(again).isCompletedWithValue(2);
    }

    @Test
    void anExecutorThatRefusesFailsTheLoadAndIsTriedAgain() {
        AtomicInteger offered = new AtomicInteger();
        Executor fullAtFirst = task -> {
            if (offered.incrementAndGet() == 1) {
                throw new RejectedExecutionException();
            }
            task.run();
        };
        AsyncLazy<Integer> lazy = AsyncLazy.of(fullAtFirst, loads::incrementAndGet);

        assertThatThrownBy(lazy.get()::join).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(lazy.get()).isCompletedWithValue(1);
    }

    @Test
    void anErrorOfTheLoaderReachesTheCallers() {
        AsyncLazy<Integer> lazy = AsyncLazy.of(Runnable::run, () -> {
            throw new StackOverflowError();
        });

        assertThatThrownBy(lazy.get()::join).hasCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void aLoaderThatReturnsNullFails() {
        AsyncLazy<String> lazy = AsyncLazy.of(Runnable::run, new AtomicReference<String>()::get);

        assertThatThrownBy(lazy.get()::join).hasStackTraceContaining("HF-0403");
    }

    @Test
    void aLoaderThatAsksForItselfIsToldSo() {
        AtomicReference<AsyncLazy<Integer>> self = new AtomicReference<>(counting);
        AsyncLazy<Integer> lazy =
                AsyncLazy.of(Runnable::run, () -> self.get().get().join());
        self.set(lazy);

        assertThatThrownBy(lazy.get()::join).hasStackTraceContaining("HF-0402");
    }

    @Test
    void aStageOfTheLoadThatAsksAgainIsGivenTheValue() {
        CompletableFuture<Integer> again = counting.get().thenCompose(value -> counting.get());
        runTasks();

        assertThat(again).isCompletedWithValue(1);
    }

    @Test
    void aStageOfAFailedLoadThatAsksAgainStartsAnother() {
        AsyncLazy<Integer> lazy = AsyncLazy.of(tasks::add, () -> {
            if (loads.incrementAndGet() == 1) {
                throw new IOException();
            }
            return loads.get();
        });
        CompletableFuture<Integer> again = lazy.get().exceptionallyCompose(failure -> lazy.get());
        runTasks();

        assertThat(again).isCompletedWithValue(2);
    }

    @Test
    void aLoadUnderWayWhenInvalidatedServesThoseWhoJoinedAndIsNotStored() {
        CompletableFuture<Integer> early = counting.get();
        counting.invalidate();
        CompletableFuture<Integer> late = counting.get();
        runTasks();

        assertThat(early).isCompletedWithValue(1);
        assertThat(late).isCompletedWithValue(2);
        assertThat(counting.get()).isCompletedWithValue(2);
        counting.invalidate();
        assertThat(counting.get()).isNotDone();
    }

    @Test
    void aLoadThatOutlivesItsInvalidationDoesNotReplaceTheNewValue() {
        assertThat(counting.get()).isNotDone();
        Runnable early = tasks.remove();
        counting.invalidate();
        assertThat(counting.get()).isNotDone();
        runTasks();
        early.run();

        assertThat(counting.get()).isCompletedWithValue(1);
        assertThat(loads).hasValue(2);
    }

    @Test
    void anInterruptedLoaderLeavesTheFlagOnItsThread() {
        AsyncLazy<String> lazy = AsyncLazy.of(Runnable::run, () -> {
            throw new InterruptedException();
        });

        assertThat(lazy.get()).isCompletedExceptionally();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void itsTextNeverShowsTheValue() {
        AsyncLazy<String> lazy = AsyncLazy.of(Runnable::run, () -> "secret");

        assertThat(lazy).hasToString("AsyncLazy[not loaded]");
        assertThat(lazy.get().toString()).doesNotContain("secret");
        assertThat(lazy).hasToString("AsyncLazy[loaded]");
    }
}
