// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cache.TtlCell;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The seed's TimestampedCache, on a clock that the test moves. */
class SeedTtlTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    private final AtomicLong now = new AtomicLong();
    private final TtlCell<String> cell = TtlCell.of(TTL, now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void timestampedCacheNew() {
        assertThat(cell.get()).isEmpty();
    }

    @Test
    void timestampedCacheGet() {
        cell.set("profile");

        pass(TTL);
        assertThat(cell.get()).contains("profile");
        pass(Duration.ofNanos(1));
        assertThat(cell.get()).isEmpty();
    }

    @Test
    void timestampedCacheSet() {
        cell.set("old");
        pass(TTL);
        cell.set("new");
        pass(TTL);

        assertThat(cell.get()).contains("new");
    }

    @Test
    void timestampedCacheInvalidate() {
        cell.set("profile");
        cell.invalidate();

        assertThat(cell.get()).isEmpty();
    }
}
