// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What many keys come to; how one of them is loaded and refreshed, {@link TtlCacheLoadTest} says. */
@Timeout(30)
class TtlCacheTest {

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger loads = new AtomicInteger();
    private final Ttl ttl = Ttl.of(Duration.ofNanos(10)).ticker(now::get);
    private final TtlCache<Integer, String> cache = TtlCache.of(ttl, Capacity.entries(100));

    private String loaded(int key) {
        loads.incrementAndGet();
        return "value " + key;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -5, Long.MAX_VALUE - 4, Long.MIN_VALUE})
    void aValueIsGoodUpToItsTimeToLiveAndNotBeyond(long start) {
        now.set(start);
        cache.put(1, "value");
        now.set(start + 10);
        assertThat(cache.get(1)).contains("value");
        now.set(start + 11);
        assertThat(cache.get(1)).isEmpty();
    }

    @Test
    void puttingInAgainBeginsTheTimeAnew() {
        cache.put(1, "old");
        now.set(8);
        cache.put(1, "new");
        now.set(18);

        assertThat(cache.get(1)).contains("new");
    }

    @Test
    void puttingInAgainBeginsTheTimeAnewWithinASecondOfALongLife() {
        TtlCache<Integer, String> lasting =
                TtlCache.of(Ttl.of(Duration.ofSeconds(100)).ticker(now::get), Capacity.entries(10));
        lasting.put(1, "old");
        now.set(Duration.ofMillis(900).toNanos());
        lasting.put(1, "new");
        now.addAndGet(Duration.ofSeconds(100).toNanos());
        assertThat(lasting.get(1)).contains("new");
        now.incrementAndGet();
        assertThat(lasting.get(1)).isEmpty();
    }

    @Test
    void theLongestTimeToLiveIsLongerThanACentury() {
        TtlCache<Integer, String> lasting =
                TtlCache.of(Ttl.of(Duration.ofSeconds(Long.MAX_VALUE)).ticker(now::get), Capacity.entries(10));
        lasting.put(1, "value");
        now.set(Duration.ofDays(365 * 146).toNanos());

        assertThat(lasting.get(1)).contains("value");
    }

    @Test
    void eachKeyHasItsValueAndItsTime() {
        cache.put(1, "one");
        now.set(5);
        assertThat(cache.get(2, this::loaded)).isEqualTo("value 2");
        now.set(11);

        assertThat(cache.get(1)).isEmpty();
        assertThat(cache.get(2)).contains("value 2");
        cache.invalidate(2);
        assertThat(cache.get(2)).isEmpty();
    }

    @Test
    void theLoadOfOneKeyHoldsUpNoOther() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        Crowd<String> slow = Crowd.of(
                1,
                () -> cache.get(1, key -> {
                    release.await();
                    return loaded(key);
                }));
        slow.awaitAllWaiting();

        assertThat(IntStream.range(2, 100).mapToObj(key -> cache.get(key, this::loaded)))
                .hasSize(98);
        cache.put(100, "put");
        cache.invalidate(100);
        release.countDown();
        assertThat(slow.results()).containsExactly("value 1");
        assertThat(cache.get(1)).contains("value 1");
    }

    @Test
    void aLoaderMayAskForOtherKeysButNotInACircle() {
        assertThat(cache.get(1, key -> cache.get(2, this::loaded) + "!")).isEqualTo("value 2!");
        assertThatThrownBy(() -> cache.get(3, three -> cache.get(4, four -> cache.get(3, this::loaded))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("HF-0402");
        assertThat(cache.get(3, this::loaded)).isEqualTo("value 3");
    }

    @Test
    void itHoldsNoMoreThanItsNumberOfValues() {
        IntStream.range(0, 1_000).forEach(key -> cache.get(key, this::loaded));
        IntStream.range(0, 1_000).forEach(key -> cache.put(key, "put"));

        assertThat(cache.size()).isEqualTo(100);
        assertThat(IntStream.range(0, 1_000).filter(key -> cache.get(key).isPresent()))
                .hasSize(100);
    }

    @Test
    void itHoldsNoMoreThanItsWeight() {
        TtlCache<Integer, String> weighed = TtlCache.of(ttl, Capacity.weight(1_000, (key, value) -> value.length()));
        IntStream.range(0, 500).forEach(key -> weighed.put(key, "x".repeat(key % 50)));

        assertThat(IntStream.range(0, 500)
                        .map(key -> weighed.get(key).map(String::length).orElse(0))
                        .sum())
                .isBetween(500, 1_000);
    }

    @Test
    void whatWeighsMoreThanAllIsGivenAndNotHeld() {
        TtlCache<Integer, String> weighed = TtlCache.of(ttl, Capacity.weight(3, (key, value) -> value.length()));

        assertThat(weighed.get(1, this::loaded)).isEqualTo("value 1");
        assertThat(weighed.get(1)).isEmpty();
        weighed.put(2, "two");
        assertThat(weighed.get(2)).contains("two");
    }

    @Test
    void withoutCapacityNothingIsHeld() {
        TtlCache<Integer, String> none = TtlCache.of(ttl, Capacity.entries(0));
        none.put(1, "value");

        assertThat(none.get(1)).isEmpty();
        assertThat(none.get(1, this::loaded)).isEqualTo("value 1");
        assertThat(none.get(1)).isEmpty();
    }

    @Test
    void aWeigherThatFailsFailsThePutOrTheLoadAndNothingElse() {
        TtlCache<Integer, String> weighed = TtlCache.of(ttl, Capacity.weight(10, (key, value) -> switch (value) {
            case "negative" -> -1;
            case "broken" -> throw new ArithmeticException();
            default -> 1;
        }));
        weighed.put(1, "good");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> weighed.put(1, "negative"))
                .withMessageStartingWith("HF-0408");
        assertThatThrownBy(() -> weighed.get(2, key -> "negative")).hasMessageStartingWith("HF-0408");
        assertThatThrownBy(() -> weighed.get(2, key -> "broken")).isInstanceOf(ArithmeticException.class);
        assertThat(weighed.get(1)).contains("good");
        assertThat(weighed.get(2, this::loaded)).isEqualTo("value 2");
    }

    @Test
    void aNegativeCapacityIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Capacity.entries(-1))
                .withMessageStartingWith("HF-0408");
    }

    @Test
    void expiredValuesAreDroppedByWhoUsesTheCacheLater() {
        TtlCache<Integer, Object> objects = TtlCache.of(ttl, Capacity.entries(100));
        List<WeakReference<Object>> expired =
                IntStream.range(0, 50).mapToObj(key -> put(objects, key)).toList();
        now.set(Duration.ofSeconds(5).toNanos());
        objects.put(100, "kept");

        assertThat(objects.size()).isEqualTo(1);
        assertThat(expired).allMatch(GetOrLoadContract::isCollected);
    }

    private static WeakReference<Object> put(TtlCache<Integer, Object> objects, int key) {
        Object value = new Object();
        objects.put(key, value);
        return new WeakReference<>(value);
    }

    @Test
    void clearingForgetsEveryKeyAndEveryLoad() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger next = new AtomicInteger();
        Crowd<String> crowd = Crowd.of(
                8,
                () -> cache.get(next.getAndIncrement(), key -> {
                    release.await();
                    return loaded(key);
                }));
        crowd.awaitAllWaiting();
        cache.put(50, "put");
        cache.clear().join();
        release.countDown();

        assertThat(crowd.results()).hasSize(8);
        assertThat(cache.size()).isZero();
    }
}
