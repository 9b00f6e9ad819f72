// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Scope;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The rules of Reactive Streams for publishers, each tried on the changes of real documents. */
class PublisherRulesTest {

    /** How long the rules wait for a signal that must come. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How long they wait for one that must not come. */
    private static final Duration SILENCE = Duration.ofMillis(20);

    /** How long what another thread does may take: they look once, after that. */
    private static final Duration SETTLING = Duration.ofMillis(500);

    /** Every so often a change is durable at once. */
    private static final int LATER = 8;

    @TempDir
    private Path place;

    private final AtomicInteger number = new AtomicInteger();
    private FileStorage storage;
    private ExecutorService executor;

    @BeforeEach
    void open() {
        storage = FileStorage.at(place.resolve("home"));
        executor = Executors.newFixedThreadPool(2);
    }

    @AfterEach
    void close() {
        executor.shutdown();
        storage.close();
    }

    @TestFactory
    Stream<DynamicTest> changesToldByAnotherThreadKeepTheRule() {
        return rules(() -> new Rules(executor, SETTLING));
    }

    @TestFactory
    Stream<DynamicTest> changesToldByTheThreadThatMadeThemKeepTheRule() {
        return rules(() -> new Rules(Runnable::run, SILENCE));
    }

    private Stream<DynamicTest> rules(Supplier<Rules> rules) {
        return Arrays.stream(FlowPublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> !method.getName().startsWith("untested_"))
                .sorted(Comparator.comparing(Method::getName))
                .map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> check(rule, rules.get())));
    }

    /** What a publisher need not do is skipped where it does not. */
    private static void check(Method rule, Rules rules) throws Throwable {
        try (rules) {
            rules.setUp();
            rule.invoke(rules);
        } catch (InvocationTargetException e) {
            String what = rule.getName() + ": " + e.getCause();
            if (e.getCause() instanceof SkipException && !isRequired(rule)) {
                System.out.println("Not kept: " + what);
                Assumptions.abort(what);
            }
            throw new AssertionError(what, e.getCause());
        }
    }

    private static boolean isRequired(Method rule) {
        return rule.getName().startsWith("required_");
    }

    /** Makes publishers of documents of their own. */
    private final class Rules extends FlowPublisherVerification<AppState> implements AutoCloseable {

        private final List<Documents> opened = new ArrayList<>();
        private final Executor telling;

        Rules(Executor telling, Duration settling) {
            super(
                    new TestEnvironment(PATIENCE.toMillis(), SILENCE.toMillis(), settling.toMillis()),
                    settling.toMillis());
            this.telling = telling;
        }

        /** Nothing is left to chance where no other thread tells. */
        @Override
        public boolean skipStochasticTests() {
            return !telling.equals(executor);
        }

        @Override
        public Flow.Publisher<AppState> createFlowPublisher(long elements) {
            return new Changing(documents(), elements);
        }

        @Override
        public Flow.Publisher<AppState> createFailedFlowPublisher() {
            Documents documents = documents();
            Flow.Publisher<AppState> changes = documents.document(AppState.V2).changes();
            documents.close();
            return changes;
        }

        private Documents documents() {
            Scope scope = Scope.of("rule-" + number.incrementAndGet());
            storage.create(scope);
            Documents documents = Documents.over(storage, scope, Bench.NoCodecs.NONE, Clock.systemUTC())
                    .executor(telling);
            opened.add(documents);
            return documents;
        }

        @Override
        public void close() {
            opened.forEach(Documents::close);
        }
    }

    /** The changes of a document that is changed whenever a change was told, so often; then it is closed. */
    private final class Changing implements Flow.Publisher<AppState> {

        private final Documents documents;
        private final Document<AppState> document;
        private final long times;

        Changing(Documents documents, long times) {
            this.documents = documents;
            this.document = documents.document(AppState.V2);
            this.times = times;
        }

        @Override
        public void subscribe(Flow.@Nullable Subscriber<? super AppState> subscriber) {
            document.changes().subscribe(subscriber == null ? null : new Driver(this, subscriber));
        }

        void told(AppState state) {
            executor.execute(() -> {
                if (state.newFieldName() == times) {
                    documents.close();
                } else {
                    changeOnce(state);
                }
            });
        }

        /** Not again where another subscriber was told as well. */
        private void changeOnce(AppState told) {
            UnaryOperator<AppState> change = state -> state.equals(told) ? state.more() : state;
            if (told.newFieldName() % LATER == 0) {
                document.update(change::apply);
            } else {
                document.updateLater(change);
            }
        }
    }

    /** Hands all on, and says what was told. */
    private record Driver(Changing changing, Flow.Subscriber<? super AppState> subscriber)
            implements Flow.Subscriber<AppState> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
            changing.told(AppState.EMPTY);
        }

        @Override
        public void onNext(AppState state) {
            subscriber.onNext(state);
            changing.told(state);
        }

        @Override
        public void onError(Throwable cause) {
            subscriber.onError(cause);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
