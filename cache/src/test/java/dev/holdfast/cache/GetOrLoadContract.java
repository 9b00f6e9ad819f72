// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What getting or loading one value comes to, wherever it is kept. Values live 100 ns, and are stale after 60. */
@Timeout(30)
abstract class GetOrLoadContract {

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger loads = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Ttl ttl = Ttl.of(Duration.ofNanos(100)).ticker(now::get);
    private final Place<String> place = make(ttl);
    private final Place<String> refreshing = make(ttl.refreshAfter(Duration.ofNanos(60), tasks::add));

    /** Where one value is kept. */
    interface Place<T> {

        Optional<T> get();

        T get(Callable<T> loader);

        CompletableFuture<T> getAsync(Executor executor, Callable<T> loader);

        void put(T value);

        void invalidate();

        Clearable all();
    }

    abstract <T> Place<T> make(Ttl kept);

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private String counted() {
        return "load " + loads.incrementAndGet();
    }

    private String countedOnceReleased() throws InterruptedException {
        String value = counted();
        release.await();
        return value;
    }

    /** A clock that is asked about a value which was found: what happens then is between finding and using it. */
    private long nowAndMeanwhile() {
        meanwhile.getAndSet(() -> {}).run();
        return now.get();
    }

    private static <T> Callable<T> never() {
        return () -> {
            throw new AssertionError("nothing was to be loaded");
        };
    }

    @Test
    void whatIsMissingIsLoadedOnceAndThenGiven() {
        assertThat(place.get()).isEmpty();
        assertThat(place.get(this::counted)).isEqualTo("load 1");
        assertThat(place.get(never())).isEqualTo("load 1");
        assertThat(place.get()).contains("load 1");
    }

    @Test
    void whatWasPutInIsNotLoaded() {
        place.put("value");

        assertThat(place.get(never())).isEqualTo("value");
    }

    @Test
    void aLoadedValueLivesFromTheEndOfItsLoad() {
        String value = place.get(() -> {
            now.set(50);
            return counted();
        });
        now.set(150);
        assertThat(place.get(never())).isEqualTo(value);
        now.set(151);
        assertThat(place.get()).isEmpty();
        assertThat(place.get(this::counted)).isEqualTo("load 2");
    }

    @Test
    void whoFindsAnExpiredValueNeitherGivesItNorDropsOnePutInMeanwhile() {
        Place<String> raced = make(ttl.ticker(this::nowAndMeanwhile));
        raced.put("old");
        now.set(101);
        meanwhile.set(() -> raced.put("new"));

        assertThat(raced.get()).isEmpty();
        assertThat(raced.get()).contains("new");
    }

    @Test
    void sixtyFourThreadsShareOneLoad() throws InterruptedException {
        Crowd<String> crowd = Crowd.of(64, () -> place.get(this::countedOnceReleased));
        crowd.awaitAllWaiting();
        release.countDown();

        assertThat(crowd.results()).hasSize(64).containsOnly("load 1");
        assertThat(loads).hasValue(1);
    }

    @Test
    void howeverThreadsMeetTheyLoadOnceARound() throws InterruptedException {
        int rounds = 2_000;
        CyclicBarrier round = new CyclicBarrier(4, place::invalidate);
        Crowd<String> crowd = Crowd.of(4, () -> {
            for (int i = 0; i < rounds; i++) {
                round.await();
                place.get(this::counted);
            }
            return "done";
        });

        assertThat(crowd.results()).containsOnly("done");
        assertThat(loads).hasValue(rounds);
    }

    @Test
    void aFailureIsThrownToAllWhoWaitAndNotRemembered() throws InterruptedException {
        Crowd<String> crowd = Crowd.of(16, () -> {
            try {
                return place.get(() -> {
                    throw new IOException(countedOnceReleased());
                });
            } catch (LoadException e) {
                return String.valueOf(e.getCause());
            }
        });
        crowd.awaitAllWaiting();
        release.countDown();

        assertThat(crowd.results()).containsOnly("java.io.IOException: load 1");
        assertThat(place.get(this::counted)).isEqualTo("load 2");
    }

    @Test
    void anUncheckedExceptionOrErrorIsThrownAsItIs() {
        for (Throwable thrown : List.of(new CompletionException(new IOException()), new StackOverflowError())) {
            assertThatThrownBy(() -> place.get(() -> sneak(thrown))).isSameAs(thrown);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> String sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aCheckedExceptionIsWrappedWithoutItsText() {
        IOException cause = new IOException("the secret that was being read");

        assertThatThrownBy(() -> place.get(() -> {
                    throw cause;
                }))
                .isInstanceOf(LoadException.class)
                .hasCause(cause)
                .hasMessageStartingWith("HF-0401")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aLoaderThatReturnsNullFailsAndIsTriedAgain() {
        AtomicReference<@Nullable String> source = new AtomicReference<>();

        assertThatThrownBy(() -> place.get(source::get)).hasMessageStartingWith("HF-0403");
        source.set("there");
        assertThat(place.get(source::get)).isEqualTo("there");
    }

    @Test
    void aLoaderThatAsksForItselfIsToldSo() {
        assertThatThrownBy(() -> place.get(() -> place.get(this::counted)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("HF-0402");
        assertThatThrownBy(() -> place.get(
                        () -> place.getAsync(Runnable::run, this::counted).join()))
                .hasMessageStartingWith("HF-0402");
        assertThat(place.get(this::counted)).isEqualTo("load 1");
    }

    @Test
    void anInterruptOfThoseWhoWaitLosesNeitherTheValueNorTheFlag() throws InterruptedException {
        Crowd<String> first = Crowd.of(1, () -> place.get(this::countedOnceReleased));
        first.awaitAllWaiting();
        Crowd<String> crowd = Crowd.of(8, () -> place.get(never()) + " " + Thread.interrupted());
        crowd.awaitAllWaiting();
        crowd.threads().forEach(Thread::interrupt);
        crowd.awaitAllWaiting();
        release.countDown();

        assertThat(first.results()).containsOnly("load 1");
        assertThat(crowd.results()).containsOnly("load 1 true");
    }

    @Test
    void whoFindsNothingLooksAgainBeforeLoading() {
        Place<String> raced = make(ttl.ticker(this::nowAndMeanwhile));
        raced.put("old");
        now.set(101);
        meanwhile.set(() -> raced.get(this::counted));

        assertThat(raced.get(never())).isEqualTo("load 1");
    }

    @Test
    void anAsyncGetLoadsOnItsExecutorOnceForAll() {
        CompletableFuture<String> one = place.getAsync(tasks::add, this::counted);
        CompletableFuture<String> cancelled = place.getAsync(tasks::add, this::counted);
        CompletableFuture<String> other = place.getAsync(tasks::add, this::counted);
        cancelled.cancel(true);

        assertThat(tasks).hasSize(1);
        assertThat(loads).hasValue(0);
        runTasks();
        assertThat(one).isCompletedWithValue("load 1");
        assertThat(other).isCompletedWithValue("load 1");
        assertThat(place.getAsync(tasks::add, never())).isCompletedWithValue("load 1");
        assertThat(tasks).isEmpty();
    }

    @Test
    void whoWaitsForALoadThatIsInAQueueRunsItHere() {
        CompletableFuture<String> queued = place.getAsync(tasks::add, this::counted);

        assertThat(place.get(never())).isEqualTo("load 1");
        assertThat(queued).isCompletedWithValue("load 1");
        runTasks();
        assertThat(loads).hasValue(1);
    }

    @Test
    void anExecutorThatRefusesFailsTheLoadWhichIsTriedAgain() {
        RejectedExecutionException refusal = new RejectedExecutionException();
        CompletableFuture<String> refused = place.getAsync(
                task -> {
                    throw refusal;
                },
                this::counted);

        assertThatThrownBy(refused::join)
                .isInstanceOf(CompletionException.class)
                .hasCause(refusal);
        assertThat(place.getAsync(Runnable::run, this::counted)).isCompletedWithValue("load 1");
    }

    @Test
    void aStaleValueIsGivenAtOnceAndRefreshedOnceInTheBackground() {
        refreshing.put("old");
        now.set(60);
        refreshing.get(never());
        assertThat(tasks).as("at 60 it is fresh").isEmpty();
        now.set(61);
        assertThat(refreshing.get()).contains("old");
        assertThat(tasks).as("a get without a loader").isEmpty();

        assertThat(refreshing.get(this::counted)).isEqualTo("old");
        assertThat(refreshing.getAsync(Runnable::run, never())).isCompletedWithValue("old");
        assertThat(tasks).hasSize(1);
        runTasks();
        assertThat(refreshing.get(never())).isEqualTo("load 1");
        now.set(121);
        refreshing.get(never());
        assertThat(tasks).as("the new value is stale after 60 of its own").isEmpty();
        now.set(122);
        refreshing.get(this::counted);
        assertThat(tasks).hasSize(1);
    }

    @Test
    void aFailedRefreshKeepsTheValueUntilItsTimeAndIsTriedAgainAtHalfOfWhatIsLeft() {
        Callable<String> failing = () -> {
            loads.incrementAndGet();
            throw new IOException("secret");
        };
        refreshing.put("old");
        for (long tried : new long[] {61, 81, 91, 96, 99}) {
            now.set(tried - 1);
            refreshing.get(never());
            now.set(tried);
            assertThat(refreshing.get(failing)).isEqualTo("old");
            assertThat(tasks).as("at %s", tried).hasSize(1);
            runTasks();
        }
        assertThat(loads).hasValue(5);
        now.set(101);
        assertThat(refreshing.get()).isEmpty();
        assertThatThrownBy(() -> refreshing.get(failing)).isInstanceOf(LoadException.class);
    }

    @Test
    void aFailedRefreshOfAValueThatLivesLongIsTriedAgainAfterTheSameAge() {
        Place<String> lasting = make(
                Ttl.of(Duration.ofDays(1_000_000)).ticker(now::get).refreshAfter(Duration.ofNanos(10), tasks::add));
        lasting.put("old");
        now.set(11);
        lasting.get(() -> sneak(new IOException()));
        runTasks();
        now.set(21);
        lasting.get(this::counted);
        assertThat(tasks).isEmpty();
        now.set(22);
        lasting.get(this::counted);
        runTasks();

        assertThat(lasting.get()).contains("load 1");
    }

    @Test
    void anExecutorThatRefusesARefreshKeepsTheValueAndIsAskedAgainLater() {
        AtomicInteger refusals = new AtomicInteger();
        Place<String> refused = make(ttl.refreshAfter(Duration.ofNanos(60), task -> {
            refusals.incrementAndGet();
            throw new RejectedExecutionException();
        }));
        refused.put("old");
        now.set(61);
        refused.get(never());
        refused.get(never());
        assertThat(refusals).hasValue(1);
        now.set(81);

        assertThat(refused.get(never())).isEqualTo("old");
        assertThat(refusals).hasValue(2);
    }

    @Test
    void whoFindsTheValueExpiredDoesNotWaitForARefreshThatHasNotBegun() {
        refreshing.put("old");
        now.set(61);
        refreshing.get(this::counted);
        now.set(101);

        assertThat(refreshing.get(never())).as("the refresh, run here").isEqualTo("load 1");
        runTasks();
        assertThat(loads).hasValue(1);
    }

    /** What wins over a load that began before it. */
    enum Change {
        PUT,
        INVALIDATE,
        CLEAR,
        CLEAR_FOR_GOOD;

        void of(Place<String> place) {
            switch (this) {
                case PUT -> place.put("put");
                case INVALIDATE -> place.invalidate();
                case CLEAR -> place.all().clear();
                case CLEAR_FOR_GOOD -> place.all().clearForGood();
            }
        }

        void assertHasWon(Place<String> place) {
            assertThat(place.get()).isEqualTo(this == PUT ? Optional.of("put") : Optional.empty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangeDuringALoadWins(Change change) throws InterruptedException {
        Crowd<String> early = Crowd.of(4, () -> place.get(this::countedOnceReleased));
        early.awaitAllWaiting();
        change.of(place);
        change.assertHasWon(place);
        release.countDown();

        assertThat(early.results()).as("those who joined the load").containsOnly("load 1");
        change.assertHasWon(place);
    }

    @ParameterizedTest
    @EnumSource
    void aChangeDuringARefreshWins(Change change) {
        refreshing.put("old");
        now.set(61);
        refreshing.get(this::counted);
        change.of(refreshing);
        runTasks();

        assertThat(loads).as("it was loaded").hasValue(1);
        change.assertHasWon(refreshing);
    }

    @ParameterizedTest
    @EnumSource
    void aChangeDuringARefreshThatFailsWins(Change change) {
        refreshing.put("old");
        now.set(61);
        refreshing.get(() -> sneak(new IOException()));
        change.of(refreshing);
        runTasks();

        change.assertHasWon(refreshing);
    }

    @Test
    void afterAnInvalidateNobodyWaitsForTheLoadOfBefore() throws InterruptedException {
        Crowd<String> early = Crowd.of(1, () -> place.get(this::countedOnceReleased));
        early.awaitAllWaiting();
        place.invalidate();

        assertThat(place.get(this::counted)).isEqualTo("load 2");
        release.countDown();
        assertThat(early.results()).containsExactly("load 1");
        assertThat(place.get()).contains("load 2");
    }

    @Test
    void clearedItIsEmptyAndGoesOn() {
        place.put("value");
        place.all().clear();
        assertThat(place.get()).isEmpty();
        place.put("another");
        assertThat(place.get()).contains("another");
    }

    @Test
    void clearedForGoodItStaysEmptyAndLoadsNothing() {
        place.put("value");
        assertThat(place.all().clearForGood()).isCompleted();
        place.put("late");
        place.all().clear();

        assertThat(place.get()).isEmpty();
        assertThatThrownBy(() -> place.get(never()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("HF-0406");
        assertThatThrownBy(() -> place.getAsync(Runnable::run, never())).hasMessageStartingWith("HF-0406");
    }

    @Test
    void clearedForGoodJustAfterAValueWasFoundStaleItRefreshesNothing() {
        Place<String> raced = make(ttl.ticker(this::nowAndMeanwhile).refreshAfter(Duration.ofNanos(60), tasks::add));
        raced.put("old");
        now.set(61);
        meanwhile.set(() -> meanwhile.set(() -> raced.all().clearForGood()));

        assertThatThrownBy(() -> raced.get(never())).hasMessageStartingWith("HF-0406");
        assertThat(tasks).isEmpty();
    }

    @Test
    void clearedForGoodItReturnsTheMemoryAndTakesNoMore() {
        Place<Object> objects = make(ttl);
        List<WeakReference<Object>> values = List.of(put(objects), load(objects), put(objects));
        objects.all().clearForGood();
        WeakReference<Object> late = put(objects);

        assertThat(values).allMatch(GetOrLoadContract::isCollected);
        assertThat(isCollected(late)).isTrue();
        assertThat(objects.get()).isEmpty();
    }

    private static WeakReference<Object> put(Place<Object> objects) {
        Object value = new Object();
        objects.put(value);
        return new WeakReference<>(value);
    }

    private static WeakReference<Object> load(Place<Object> objects) {
        objects.invalidate();
        return new WeakReference<>(objects.get(Object::new));
    }

    static boolean isCollected(WeakReference<?> reference) {
        for (int i = 0; i < 20 && reference.get() != null; i++) {
            System.gc();
        }
        return reference.get() == null;
    }

    @Test
    void itsTextNeverShowsTheValue() {
        place.put("secret");

        assertThat(place.all().toString()).contains("[ttl=PT0.0000001S]").doesNotContain("secret");
    }

    /**
     * Threads that get, refresh, invalidate and let time pass as a seed says. Who begins to get once an invalidation has
     * ended is given nothing that was read at its source before.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noLoadOfBeforeAnInvalidationComesBack(long seed) throws InterruptedException {
        AtomicInteger source = new AtomicInteger();
        AtomicInteger invalidated = new AtomicInteger();
        AtomicInteger thread = new AtomicInteger();
        Place<Integer> raced = make(ttl.refreshAfter(Duration.ofNanos(5), Runnable::run));
        Crowd<String> crowd = Crowd.of(4, () -> {
            Random random = new Random(seed * 31 + thread.incrementAndGet());
            for (int i = 0; i < 5_000; i++) {
                if (random.nextInt(8) == 0) {
                    int changed = source.incrementAndGet();
                    raced.invalidate();
                    invalidated.accumulateAndGet(changed, Math::max);
                }
                now.addAndGet(random.nextInt(4));
                int atLeast = invalidated.get();
                int got = raced.get(() -> {
                    int read = source.get();
                    if (random.nextBoolean()) {
                        Thread.onSpinWait();
                    }
                    return read;
                });
                if (got < atLeast) {
                    return got + " after " + atLeast + " was invalidated";
                }
            }
            return "good";
        });

        assertThat(crowd.results()).as("seed %s", seed).containsOnly("good");
    }
}
