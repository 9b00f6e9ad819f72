// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.cache.ClearReport.Failure;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CacheRegistryTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ExecutorService ui = Executors.newSingleThreadExecutor();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CacheRegistry registry = new CacheRegistry();

    @AfterEach
    void stop() {
        ui.shutdownNow();
    }

    private void makeUiBusy() {
        ui.execute(() -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void everyKindOfCacheIsCleared() {
        Lazy<Object> lazy = Lazy.of(Object::new);
        AsyncLazy<Object> async = AsyncLazy.of(Runnable::run, Object::new);
        TtlCell<Object> cell = TtlCell.of(LONG);
        ConfinedCache<String, Object> confined = ConfinedCache.on(ui);
        Object first = lazy.get();
        Object firstAsync = async.get().join();
        cell.set("value");
        confined.run(mine -> mine.put("key", "value")).join();
        registry.register("lazy", Clearable.of(lazy::invalidate));
        registry.register("async", Clearable.of(async::invalidate));
        registry.register("cell", Clearable.of(cell::invalidate));
        registry.register("confined", confined);

        ClearReport report = registry.clearAll(LONG);

        assertThat(report.cleared()).containsExactly("lazy", "async", "cell", "confined");
        assertThat(report.failed()).isEmpty();
        assertThat(report.pending()).isEmpty();
        assertThat(lazy.get()).isNotSameAs(first);
        assertThat(async.get().join()).isNotSameAs(firstAsync);
        assertThat(cell.get()).isEmpty();
        assertThat(confined.call(ConfinedCache::size).join()).isZero();
    }

    @Test
    void eachIsClearedOnItsThread() throws Exception {
        Thread uiThread = ui.submit(Thread::currentThread).get();
        AtomicReference<Thread> onUi = new AtomicReference<>();
        AtomicReference<Thread> anywhere = new AtomicReference<>();
        registry.register("ui", Clearable.on(ui, () -> onUi.set(Thread.currentThread())));
        registry.register("any", Clearable.of(() -> anywhere.set(Thread.currentThread())));
        registry.clearAll(LONG);

        assertThat(onUi).hasValue(uiThread);
        assertThat(anywhere).hasValue(Thread.currentThread());
    }

    @Test
    void aFailureStopsNothingAndIsNamedByItsClassAlone() {
        registry.register("throws", () -> {
            throw new IllegalArgumentException("secret");
        });
        registry.register("fails", () -> CompletableFuture.failedFuture(new IOException("secret")));
        registry.register("fails elsewhere", Clearable.on(ui, () -> {
            throw new AssertionError("secret");
        }));
        registry.register(
                "has no thread",
                Clearable.on(
                        task -> {
                            throw new RejectedExecutionException("secret");
                        },
                        () -> {}));
        registry.register("good", Clearable.of(() -> {}));

        ClearReport report = registry.clearAll(LONG);

        assertThat(report.failed())
                .containsExactly(
                        new Failure("throws", "java.lang.IllegalArgumentException"),
                        new Failure("fails", "java.io.IOException"),
                        new Failure("fails elsewhere", "java.lang.AssertionError"),
                        new Failure("has no thread", "java.util.concurrent.RejectedExecutionException"));
        assertThat(report.cleared()).containsExactly("good");
        assertThat(report.toString()).doesNotContain("secret").contains("fails (java.io.IOException)");
    }

    @Test
    void whatIsNotDoneInTimeIsPendingAndClearedWhenItsThreadGetsToIt() {
        ConfinedCache<String, Integer> avatars = ConfinedCache.on(ui);
        avatars.run(mine -> mine.put("alice", 1)).join();
        makeUiBusy();
        registry.register("avatars", avatars);
        registry.register("cell", Clearable.of(() -> {}));

        ClearReport early = registry.clearAll(Duration.ofMillis(1));
        assertThat(early.pending()).containsExactly("avatars");
        assertThat(early.cleared()).containsExactly("cell");
        assertThat(early.await(Duration.ZERO).pending()).containsExactly("avatars");

        release.countDown();
        ClearReport late = early.await(LONG);
        assertThat(late.pending()).isEmpty();
        assertThat(late.cleared()).containsExactly("avatars", "cell");
        assertThat(early.pending()).as("a report does not change").containsExactly("avatars");
        assertThat(avatars.call(ConfinedCache::size).join()).isZero();
    }

    @Test
    void theyAreClearedSideBySide() {
        ExecutorService other = Executors.newSingleThreadExecutor();
        registry.register("waits for the other", Clearable.on(ui, () -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        registry.register("other", Clearable.on(other, release::countDown));

        assertThat(registry.clearAll(LONG).cleared()).hasSize(2);
        other.shutdown();
    }

    @Test
    void anInterruptEndsNeitherTheWaitNorTheFlag() throws InterruptedException {
        makeUiBusy();
        registry.register("ui", Clearable.on(ui, () -> {}));
        Crowd<String> clearing = Crowd.of(1, () -> registry.clearAll(LONG) + " " + Thread.interrupted());
        clearing.awaitAllWaiting();
        clearing.threads().forEach(Thread::interrupt);
        clearing.awaitAllWaiting();
        release.countDown();

        assertThat(clearing.results()).containsExactly("cleared [ui], failed [], pending [] true");
    }

    @Test
    void aClosedRegistrationIsNotCleared() {
        List<String> clears = new ArrayList<>();
        Registration first = registry.register("same name", Clearable.of(() -> clears.add("first")));
        registry.register("same name", Clearable.of(() -> clears.add("second")));
        first.close();
        first.close();
        registry.clearAll(LONG);

        assertThat(clears).containsExactly("second");
    }

    @Test
    void clearAllLeavesTheRegistryInUseAndCloseDoesNot() {
        List<String> clears = new ArrayList<>();
        registry.register("cell", Clearable.of(() -> clears.add("cleared")));

        assertThat(registry.clearAll(LONG).cleared()).containsExactly("cell");
        assertThat(registry.close(LONG).cleared()).containsExactly("cell");
        assertThat(registry.close(LONG).cleared()).containsExactly("cell");
        assertThat(registry.clearAll(LONG).cleared()).isEmpty();
        assertThat(clears).hasSize(2);
        assertThatThrownBy(() -> registry.register("late", Clearable.of(() -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("HF-0405")
                .hasMessageContaining("late");
    }

    @Test
    void aThreadThatClosesItTooClearsWhatIsItsOwnForTheOneThatWaits() {
        Queue<Runnable> events = new ArrayDeque<>();
        ConfinedCache<String, Object> ours = ConfinedCache.on(events::add);
        ours.put("key", "value");
        registry.register("ours", ours);
        ClearReport elsewhere = CompletableFuture.supplyAsync(() -> registry.close(Duration.ZERO))
                .join();
        assertThat(elsewhere.pending()).containsExactly("ours");

        assertThat(registry.close(Duration.ZERO).cleared()).containsExactly("ours");

        assertThat(elsewhere.await(Duration.ZERO).cleared()).containsExactly("ours");
    }

    @Test
    void whatIsToldItsThreadIsClearedThereAtOnce() {
        Queue<Runnable> events = new ArrayDeque<>();
        List<String> clears = new ArrayList<>();
        Thread here = Thread.currentThread();
        registry.register(
                "ours", Clearable.on(events::add, () -> Thread.currentThread() == here, () -> clears.add("cleared")));

        assertThat(registry.clearAll(Duration.ZERO).cleared()).containsExactly("ours");
        assertThat(clears).containsExactly("cleared");
        assertThat(CompletableFuture.supplyAsync(() -> registry.clearAll(Duration.ZERO))
                        .join()
                        .pending())
                .containsExactly("ours");
        assertThat(events).hasSize(1);
    }

    @Test
    void ofTwoWhoCloseItTheOneOnTheRightThreadCountsForBoth() {
        Queue<Runnable> events = new ArrayDeque<>();
        Thread here = Thread.currentThread();
        registry.register("ours", Clearable.on(events::add, () -> Thread.currentThread() == here, () -> {}));
        ClearReport elsewhere = CompletableFuture.supplyAsync(() -> registry.close(Duration.ZERO))
                .join();
        assertThat(elsewhere.pending()).containsExactly("ours");

        assertThat(registry.close(Duration.ZERO).cleared()).containsExactly("ours");
        assertThat(elsewhere.await(Duration.ZERO).cleared()).containsExactly("ours");
    }

    @Test
    void closedItHasClearedForGoodAndClearAllHasNot() {
        TtlCell<Object> cell = TtlCell.of(LONG);
        TtlCache<String, Object> cache = TtlCache.of(Ttl.of(LONG), Capacity.entries(10));
        ConfinedCache<String, Object> confined = ConfinedCache.on(ui);
        registry.register("cell", cell);
        registry.register("cache", cache);
        registry.register("confined", confined);
        List<Runnable> fills = List.of(
                () -> cell.set("value"),
                () -> cache.put("key", "value"),
                () -> confined.run(mine -> mine.put("key", "value")).join());

        registry.clearAll(LONG);
        fills.forEach(Runnable::run);
        assertThat(cell.get()).isPresent();
        assertThat(cache.get("key")).isPresent();
        assertThat(confined.call(mine -> mine.get("key")).join()).isPresent();

        assertThat(registry.close(LONG).cleared()).containsExactly("cell", "cache", "confined");
        fills.forEach(Runnable::run);
        assertThat(cell.get()).isEmpty();
        assertThat(cache.get("key")).isEmpty();
        assertThat(confined.call(mine -> mine.get("key")).join()).isEmpty();
    }

    @Test
    void nothingCanBeRegisteredWhileItCloses() {
        AtomicReference<String> refusal = new AtomicReference<>("none");
        registry.register("registers another", Clearable.of(() -> {
            try {
                registry.register("another", Clearable.of(() -> {}));
            } catch (IllegalStateException e) {
                refusal.set(e.toString());
            }
        }));
        registry.close();

        assertThat(refusal.get()).contains("HF-0405");
    }

    @Test
    void afterCloseTheMemoryIsReturned() {
        TtlCell<Object> kept = TtlCell.of(LONG);
        WeakReference<Object> value = fill(kept);
        WeakReference<Object> cache = new WeakReference<>(registerAnother());
        ClearReport report = registry.close(LONG);

        assertThat(isCollected(value))
                .as("the value in a cell that the app still holds")
                .isTrue();
        assertThat(isCollected(cache))
                .as("the cache that only the registry held")
                .isTrue();
        assertThat(report.cleared()).hasSize(2);
    }

    private WeakReference<Object> fill(TtlCell<Object> cell) {
        Object value = new Object();
        cell.set(value);
        registry.register("cell", Clearable.of(cell::invalidate));
        return new WeakReference<>(value);
    }

    private Object registerAnother() {
        TtlCell<Object> cell = TtlCell.of(LONG);
        registry.register("another", Clearable.of(cell::invalidate));
        return cell;
    }

    private static boolean isCollected(WeakReference<?> reference) {
        for (int i = 0; i < 20 && reference.get() != null; i++) {
            System.gc();
        }
        return reference.get() == null;
    }
}
