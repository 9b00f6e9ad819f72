// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChangesTest {

    private final Bench bench = new Bench();
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Documents documents = bench.process().executor(tasks::add);
    private final Document<AppState> document = documents.document(AppState.V2);
    private final Subscriber subscriber = new Subscriber();

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** The storage's own thread hints at changes too, and may be about to give the task. */
    private void runTasksUntil(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            tasks.take().run();
        }
    }

    private Flow.Subscription subscribed() {
        document.changes().subscribe(subscriber);
        runTasks();
        return subscriber.subscription();
    }

    @Test
    void nothingIsToldThatNobodyAskedFor() throws InterruptedException {
        Flow.Subscription subscription = subscribed();

        document.update(AppState::more);
        document.update(AppState::more);
        runTasks();
        assertThat(subscriber.seen).isEmpty();
        subscription.request(1);
        runTasksUntil(() -> !subscriber.seen.isEmpty());

        assertThat(subscriber.seen).containsExactly(AppState.of(2));
    }

    @Test
    void oneRequestIsForOneChange() throws InterruptedException {
        Flow.Subscription subscription = subscribed();
        subscription.request(2);

        for (int i = 1; i <= 5; i++) {
            int told = Math.min(i, 2);
            document.update(AppState::more);
            runTasksUntil(() -> subscriber.seen.size() >= told);
        }
        assertThat(subscriber.seen).containsExactly(AppState.of(1), AppState.of(2));
        subscription.request(5);
        runTasksUntil(() -> subscriber.seen.size() > 2);

        assertThat(subscriber.seen).containsExactly(AppState.of(1), AppState.of(2), AppState.of(5));
    }

    @Test
    void aRequestForNothingIsAnError() throws InterruptedException {
        subscribed().request(0);
        runTasksUntil(() -> subscriber.error != null);
        document.update(AppState::more);
        runTasks();

        assertThat(subscriber.error).isInstanceOf(IllegalArgumentException.class);
        assertThat(subscriber.seen).isEmpty();
    }

    @Test
    void requestsAddUpToNoMoreThanEverything() throws InterruptedException {
        Flow.Subscription subscription = subscribed();
        subscription.request(Long.MAX_VALUE);
        subscription.request(Long.MAX_VALUE);

        document.update(AppState::more);
        runTasksUntil(() -> !subscriber.seen.isEmpty());

        assertThat(subscriber.seen).containsExactly(AppState.of(1));
    }

    @Test
    void closingTheDocumentsCompletes() throws InterruptedException {
        subscribed().request(1);

        documents.close();
        runTasksUntil(() -> subscriber.completed > 0);

        assertThat(subscriber.completed).isEqualTo(1);
    }

    @Test
    void theChangesOfAClosedDocumentAreAnError() {
        documents.close();

        document.changes().subscribe(subscriber);

        assertThat(subscriber.error).hasMessageStartingWith("HF-0233");
    }

    @Test
    void aSubscriberThatThrowsIsToldNothingMore() throws InterruptedException {
        document.changes().subscribe(new Subscriber() {
            @Override
            public void onNext(AppState state) {
                subscriber.seen.add(state);
                throw new IllegalStateException();
            }

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(10);
            }
        });
        runTasks();

        document.update(AppState::more);
        runTasksUntil(() -> !subscriber.seen.isEmpty());
        document.update(AppState::more);
        runTasks();

        assertThat(subscriber.seen).containsExactly(AppState.of(1));
    }

    @Test
    void asynchronousCallsRunOnTheExecutor() {
        CompletableFuture<AppState> updated = document.updateAsync(AppState::more);
        CompletableFuture<Loaded<AppState>> loaded = document.loadAsync();
        CompletableFuture<AppState> failed = document.updateAsync(state -> {
            throw new java.io.IOException();
        });
        assertThat(updated).isNotDone();

        runTasks();

        assertThat(updated.join()).isEqualTo(AppState.of(1));
        assertThat(loaded.join().value()).isEqualTo(AppState.of(1));
        assertThatThrownBy(failed::join).hasCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void withoutAnExecutorThereIsNoAsynchronousCall() {
        assertThatThrownBy(() -> bench.document().loadAsync()).hasMessageStartingWith("HF-0242");
        assertThatThrownBy(() -> bench.document().updateAsync(AppState::more)).hasMessageStartingWith("HF-0242");
    }

    private static class Subscriber implements Flow.Subscriber<AppState> {

        final List<AppState> seen = new ArrayList<>();
        int completed;

        @Nullable
        Throwable error;

        private Flow.@Nullable Subscription subscription;

        Flow.Subscription subscription() {
            return Objects.requireNonNull(subscription);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(AppState state) {
            seen.add(state);
        }

        @Override
        public void onError(Throwable thrown) {
            error = thrown;
        }

        @Override
        public void onComplete() {
            completed++;
        }
    }
}
