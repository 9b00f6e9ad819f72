// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChangesTest {

    private final Bench bench = new Bench();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Documents documents = bench.process().executor(tasks::add);
    private final Document<AppState> document = documents.document(AppState.V2);
    private final Subscriber subscriber = new Subscriber();

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private Flow.Subscription subscribed() {
        document.changes().subscribe(subscriber);
        runTasks();
        return subscriber.subscription();
    }

    @Test
    void nothingIsToldThatNobodyAskedFor() {
        Flow.Subscription subscription = subscribed();

        document.update(AppState::more);
        document.update(AppState::more);
        runTasks();
        assertThat(subscriber.seen).isEmpty();
        subscription.request(1);
        runTasks();

        assertThat(subscriber.seen).containsExactly(AppState.of(2));
    }

    @Test
    void oneRequestIsForOneChange() {
        Flow.Subscription subscription = subscribed();
        subscription.request(2);

        for (int i = 0; i < 5; i++) {
            document.update(AppState::more);
            runTasks();
        }
        assertThat(subscriber.seen).containsExactly(AppState.of(1), AppState.of(2));
        subscription.request(5);
        runTasks();

        assertThat(subscriber.seen).containsExactly(AppState.of(1), AppState.of(2), AppState.of(5));
    }

    @Test
    void aRequestForNothingIsAnError() {
        subscribed().request(0);
        runTasks();
        document.update(AppState::more);
        runTasks();

        assertThat(subscriber.error).isInstanceOf(IllegalArgumentException.class);
        assertThat(subscriber.seen).isEmpty();
    }

    @Test
    void requestsAddUpToNoMoreThanEverything() {
        Flow.Subscription subscription = subscribed();
        subscription.request(Long.MAX_VALUE);
        subscription.request(Long.MAX_VALUE);

        document.update(AppState::more);
        runTasks();

        assertThat(subscriber.seen).containsExactly(AppState.of(1));
    }

    @Test
    void closingTheDocumentsCompletes() {
        subscribed().request(1);

        documents.close();
        runTasks();

        assertThat(subscriber.completed).isEqualTo(1);
    }

    @Test
    void theChangesOfAClosedDocumentAreAnError() {
        documents.close();

        document.changes().subscribe(subscriber);

        assertThat(subscriber.error).hasMessageStartingWith("HF-0233");
    }

    @Test
    void aSubscriberThatThrowsIsToldNothingMore() {
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
        runTasks();
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
