// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConfinedCacheTest {

    private final ExecutorService single = Executors.newSingleThreadExecutor();
    private final ConfinedCache<String, Integer> cache = ConfinedCache.on(single);

    @AfterEach
    void stop() {
        single.shutdownNow();
    }

    @Test
    void onItsThreadItIsAPlainMap() {
        cache.run(mine -> {
                    assertThat(mine.get("a")).isEmpty();
                    assertThat(mine.put("a", 1)).isEmpty();
                    assertThat(mine.put("a", 2)).contains(1);
                    assertThat(mine.computeIfAbsent("a", key -> 3)).isEqualTo(2);
                    assertThat(mine.computeIfAbsent("b", String::length)).isEqualTo(1);
                    assertThat(mine.size()).isEqualTo(2);
                    assertThat(mine.remove("a")).contains(2);
                    assertThat(mine.remove("a")).isEmpty();
                })
                .join();

        assertThat(cache.call(ConfinedCache::size).join()).isEqualTo(1);
    }

    @Test
    void anyTaskOfItsThreadMayTouchItDirectly() throws Exception {
        single.submit(() -> cache.put("a", 1)).get();

        assertThat(single.submit(() -> cache.get("a")).get()).contains(1);
    }

    @Test
    void everyOperationIsRefusedElsewhere() {
        cache.run(mine -> mine.put("a", 1)).join();

        for (Runnable touch : new Runnable[] {
            () -> cache.get("a"),
            () -> cache.put("a", 2),
            () -> cache.remove("a"),
            () -> cache.computeIfAbsent("b", key -> 2),
            cache::size
        }) {
            assertThatThrownBy(touch::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("HF-0404")
                    .hasMessageContaining(Thread.currentThread().getName());
        }
        assertThat(cache.call(mine -> Map.of(mine.size(), mine.get("a"))).join())
                .isEqualTo(Map.of(1, Optional.of(1)));
    }

    @Test
    void itsThreadIsLearnedBeforeAnybodyElseTouchesIt() throws Exception {
        single.submit(() -> {}).get();

        assertThatThrownBy(() -> cache.put("a", 1)).hasMessageStartingWith("HF-0404");
    }

    @Test
    void whoTouchesItFirstIsTakenAtItsWordUntilTheExecutorShowsItsThread() throws InterruptedException {
        Queue<Runnable> unstarted = new ArrayDeque<>();
        ConfinedCache<String, Integer> young = ConfinedCache.on(unstarted::add);
        young.put("a", 1);
        assertThat(young.get("a")).contains(1);
        assertThat(Crowd.of(1, () -> failure(() -> young.get("a"))).results())
                .singleElement()
                .asString()
                .contains("HF-0404");

        Crowd.of(1, () -> {
                    unstarted.remove().run();
                    return true;
                })
                .results();
        assertThatThrownBy(() -> young.get("a")).hasMessageStartingWith("HF-0404");
    }

    private static String failure(Runnable touch) {
        try {
            touch.run();
            return "none";
        } catch (IllegalStateException e) {
            return e.toString();
        }
    }

    @Test
    void whatOneThreadHasPutInNoOtherEverSees() throws InterruptedException {
        Queue<Runnable> tasks = new ArrayDeque<>();
        ConfinedCache<String, Integer> moving = ConfinedCache.on(tasks::add);
        tasks.remove().run();
        moving.put("a", 1);
        CompletableFuture<Integer> sizeElsewhere = new CompletableFuture<>();
        Crowd.of(1, () -> {
                    CompletableFuture<Integer> size = moving.call(ConfinedCache::size);
                    tasks.remove().run();
                    return sizeElsewhere.complete(size.join());
                })
                .results();

        assertThat(sizeElsewhere).isCompletedWithValue(0);
        assertThatThrownBy(() -> moving.get("a")).hasMessageStartingWith("HF-0404");
    }

    @Test
    void aTestOfTheThreadDecidesAlone() throws InterruptedException {
        Thread mine = Thread.currentThread();
        ConfinedCache<String, Integer> tested = ConfinedCache.on(single, () -> Thread.currentThread() == mine);
        tested.put("a", 1);

        assertThat(tested.get("a")).contains(1);
        assertThat(Crowd.of(1, () -> failure(() -> tested.get("a"))).results())
                .singleElement()
                .asString()
                .contains("HF-0404");
    }

    @Test
    void aTestOfTheThreadRefusesTheFirstToTouchItElsewhere() {
        ConfinedCache<String, Integer> tested = ConfinedCache.on(single, () -> false);

        assertThatThrownBy(() -> tested.put("a", 1)).hasMessageStartingWith("HF-0404");
    }

    @Test
    void onItsThreadCallRunsAtOnce() throws Exception {
        boolean done = single.submit(() -> cache.call(mine -> 7).isDone()).get();

        assertThat(done).isTrue();
    }

    @Test
    void aFunctionThatThrowsFailsItsFutureAndStoresNothing() {
        CompletableFuture<Integer> failing = cache.call(mine -> mine.computeIfAbsent("a", key -> {
            throw new IllegalArgumentException("no");
        }));

        assertThatThrownBy(failing::join).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(cache.call(ConfinedCache::size).join()).isZero();
    }

    @Test
    void aFunctionMayUseTheCacheItself() {
        CompletableFuture<Integer> outer =
                cache.call(mine -> mine.computeIfAbsent("a", key -> mine.computeIfAbsent("b", other -> 1) + 1));

        assertThat(outer.join()).isEqualTo(2);
        assertThat(cache.call(ConfinedCache::size).join()).isEqualTo(2);
    }

    @Test
    void aCallCancelledBeforeItBeganIsNotMade() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        single.execute(() -> await(release));
        cache.run(mine -> calls.incrementAndGet()).cancel(false);
        release.countDown();
        single.submit(() -> {}).get();

        assertThat(calls).hasValue(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void clearFromElsewhereGoesToItsThread() {
        cache.run(mine -> mine.put("a", 1)).join();
        cache.clear().join();

        assertThat(cache.call(ConfinedCache::size).join()).isZero();
    }

    @Test
    void clearOnItsThreadIsDoneWhenItReturns() throws Exception {
        boolean done = single.submit(() -> {
                    cache.put("a", 1);
                    return cache.clear().isDone() && cache.size() == 0;
                })
                .get();

        assertThat(done).isTrue();
    }

    @Test
    void aClearThatWaitsForItsThreadIsDoneWhenThatThreadClears() {
        Queue<Runnable> events = new ArrayDeque<>();
        ConfinedCache<String, Integer> ours = ConfinedCache.on(events::add);
        ours.put("a", 1);
        AtomicReference<CompletableFuture<Void>> waiting = new AtomicReference<>();
        CompletableFuture.runAsync(() -> waiting.set(ours.clear())).join();
        assertThat(waiting.get()).isNotDone();

        assertThat(ours.clear()).isCompleted();

        assertThat(waiting.get()).isCompleted();
        events.forEach(Runnable::run);
        assertThat(ours.size()).isZero();
    }

    @Test
    void whatNobodyHasTouchedIsClearAtOnce() {
        Queue<Runnable> events = new ArrayDeque<>();
        ConfinedCache<String, Integer> untouched = ConfinedCache.on(events::add);

        assertThat(untouched.clear()).isCompleted();
        assertThat(untouched.clearForGood()).isCompleted();

        events.forEach(Runnable::run);
        untouched.put("a", 1);
        assertThat(untouched.size()).isZero();
    }

    @Test
    void whatIsComputedAcrossAClearIsNotStored() {
        int computed = cache.call(mine -> mine.computeIfAbsent("a", key -> {
                    assertThat(mine.clear()).isCompleted();
                    return 1;
                }))
                .join();

        assertThat(computed).isEqualTo(1);
        assertThat(cache.call(ConfinedCache::size).join()).isZero();
    }

    @Test
    void afterItsExecutorHasEndedClearStillEmptiesIt() {
        cache.run(mine -> mine.put("a", 1)).join();
        single.shutdown();

        assertThat(cache.call(ConfinedCache::size)).isCompletedExceptionally();
        assertThat(cache.run(mine -> {})).isCompletedExceptionally();
        assertThat(cache.clear()).isCompleted();
        assertThat(cache.size()).isZero();
    }

    @Test
    void clearedForGoodItStaysEmptyAndMakesNothing() {
        cache.run(mine -> mine.put("a", 1)).join();
        cache.clearForGood().join();
        cache.run(mine -> mine.put("a", 2)).join();
        cache.clear().join();
        cache.run(mine -> mine.put("b", 3)).join();

        assertThat(cache.call(ConfinedCache::size).join()).isZero();
        assertThatThrownBy(cache.call(mine -> mine.computeIfAbsent("a", key -> 4))::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("HF-0406");
        assertThatThrownBy(() -> cache.put("a", 5)).hasMessageStartingWith("HF-0404");
    }

    @Test
    void clearedForGoodAfterItsExecutorHasEndedNoThreadCanFillIt() {
        cache.run(mine -> mine.put("a", 1)).join();
        single.shutdown();

        assertThat(cache.clearForGood()).isCompleted();
        cache.put("b", 2);
        assertThat(cache.size()).isZero();
    }

    @Test
    void whatIsComputedWhileItIsClearedForGoodIsNotStored() {
        int computed = cache.call(mine -> mine.computeIfAbsent("a", key -> {
                    assertThat(mine.clearForGood()).isCompleted();
                    return 1;
                }))
                .join();

        assertThat(computed).isEqualTo(1);
        assertThat(cache.call(ConfinedCache::size).join()).isZero();
    }

    @Test
    void anExecutorThatTakesNothingIsRefusedAtTheStart() {
        single.shutdown();

        assertThatThrownBy(() -> ConfinedCache.on(single)).isInstanceOf(RejectedExecutionException.class);
    }
}
