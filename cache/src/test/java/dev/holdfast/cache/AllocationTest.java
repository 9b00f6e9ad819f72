// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a hot read allocates, counted by the JVM: nothing. */
class AllocationTest {

    private static final int READS = 100_000;

    private static final Ttl LASTING = Ttl.of(Duration.ofDays(2)).refreshAfter(Duration.ofDays(1), Runnable::run);

    private Object last = "";

    @Test
    void aLoadedLazyAllocatesNothing() {
        Lazy<String> lazy = Lazy.of(() -> "value");

        assertThat(allocatedBy(() -> last = lazy.get())).isLessThan(READS);
    }

    @Test
    void aLoadedAsyncLazyAllocatesNothing() {
        AsyncLazy<String> lazy = AsyncLazy.of(Runnable::run, () -> "value");

        assertThat(allocatedBy(() -> last = lazy.get())).isLessThan(READS);
    }

    @Test
    void aTtlCellAllocatesNothing() {
        TtlCell<String> cell = TtlCell.of(Duration.ofDays(1));
        cell.set("value");

        assertThat(allocatedBy(() -> last = cell.get())).isLessThan(READS);
    }

    @Test
    void aTtlCellThatLoadedAllocatesNothing() {
        Callable<String> loader = () -> "value";
        TtlCell<String> cell = TtlCell.of(LASTING);

        assertThat(allocatedBy(() -> last = cell.get(loader))).isLessThan(READS);
    }

    @Test
    void aTtlCacheAllocatesNothing() {
        KeyLoader<String, String> loader = key -> "value";
        TtlCache<String, String> cache = TtlCache.of(LASTING, Capacity.entries(10));

        assertThat(allocatedBy(() -> last = cache.get("key", loader))).isLessThan(READS);
        assertThat(allocatedBy(() -> last = cache.get("key"))).isLessThan(READS);
    }

    @Test
    void aValueThatIsBeingRefreshedIsGivenWithoutAllocating() {
        Callable<String> loader = () -> "never run";
        AtomicLong now = new AtomicLong();
        TtlCell<String> cell =
                TtlCell.of(LASTING.refreshAfter(Duration.ZERO, task -> {}).ticker(now::get));
        cell.set("value");
        now.set(1);

        assertThat(allocatedBy(() -> last = cell.get(loader))).isLessThan(READS);
    }

    @Test
    void theCountSeesAnAllocationInEachRead() {
        assertThat(allocatedBy(() -> last = new Object())).isGreaterThan(8L * READS);
    }

    /** Bytes allocated by many reads after the first; less than one a read is what the JVM itself needs. */
    private static long allocatedBy(Runnable read) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        read.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < READS; i++) {
            read.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
