// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Measures what a read of a present value costs, beside what else a program would read: the guide's figures. */
final class HitCost {

    private static final int KEYS = 1 << 13;
    private static final int READS = 1 << 20;
    private static final int ROUNDS = 31;
    private static final Duration DAY = Duration.ofDays(1);

    private final Integer[] keys = new Integer[KEYS];
    private final Map<String, Function<Integer, Object>> reads = new LinkedHashMap<>();
    private int seen;

    private HitCost() {
        Map<Integer, String> map = new ConcurrentHashMap<>();
        Cache<Integer, String> sized =
                Caffeine.newBuilder().maximumSize(2 * KEYS).build();
        Cache<Integer, String> timed = Caffeine.newBuilder()
                .maximumSize(2 * KEYS)
                .expireAfterWrite(DAY)
                .build();
        Cache<Integer, String> tidied = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(2 * KEYS)
                .expireAfterWrite(DAY)
                .build();
        Ttl ttl = Ttl.of(DAY);
        TtlCache<Integer, String> ours = TtlCache.of(ttl, Capacity.entries(2 * KEYS));
        TtlCache<Integer, String> refreshed =
                TtlCache.of(ttl.refreshAfter(Duration.ofHours(1), Runnable::run), Capacity.entries(2 * KEYS));
        TtlCell<String> cell = TtlCell.of(ttl);
        cell.set("value");
        for (int i = 0; i < KEYS; i++) {
            keys[i] = i;
            map.put(i, "value");
            sized.put(i, "value");
            timed.put(i, "value");
            tidied.put(i, "value");
            ours.put(i, "value");
            refreshed.put(i, "value");
        }
        KeyLoader<Integer, String> loader = key -> "loaded";
        reads.put("ConcurrentHashMap.get", map::get);
        reads.put("System.nanoTime", key -> System.nanoTime());
        reads.put("Caffeine, by size", sized::getIfPresent);
        reads.put("Caffeine, by size and time", timed::getIfPresent);
        reads.put("the same, tidied up here", tidied::getIfPresent);
        reads.put("TtlCache.get(key)", ours::get);
        reads.put("TtlCache.get(key, loader)", key -> ours.get(key, loader));
        reads.put("the same, refreshing", key -> refreshed.get(key, loader));
        reads.put("TtlCell.get()", key -> cell.get());
    }

    /** Nanoseconds a read: the least disturbed of many rounds in which every kind has its turn. */
    private Map<String, Double> measure() {
        Map<String, Double> times = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            reads.forEach((name, read) -> times.merge(name, time(read), Math::min));
        }
        return times;
    }

    private double time(Function<Integer, Object> read) {
        long start = System.nanoTime();
        for (int i = 0; i < READS; i++) {
            seen += read.apply(keys[i * 31 & KEYS - 1]) == this ? 1 : 0;
        }
        return (System.nanoTime() - start) / (double) READS;
    }

    public static void main(String[] args) {
        HitCost cost = new HitCost();
        cost.measure().forEach((name, nanos) -> System.out.printf("%-28s %6.1f ns%n", name, nanos));
        System.out.println(cost.seen + " reads gave nothing that was put in");
    }
}
