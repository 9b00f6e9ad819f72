// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TtlCellTest {

    private final AtomicLong now = new AtomicLong();
    private final TtlCell<String> cell = TtlCell.of(Duration.ofNanos(10), now::get);

    @Test
    void anEmptyCellGivesNothing() {
        assertThat(cell.get()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 4, Long.MIN_VALUE})
    void aValueIsGoodUpToItsTimeToLiveAndNotBeyond(long start) {
        now.set(start);
        cell.set("value");
        assertThat(cell.get()).contains("value");
        now.set(start + 10);
        assertThat(cell.get()).contains("value");
        now.set(start + 11);
        assertThat(cell.get()).isEmpty();
    }

    @Test
    void anExpiredValueIsDroppedByTheGetThatFindsIt() {
        cell.set("value");
        now.set(11);
        cell.get();
        now.set(0);

        assertThat(cell.get()).isEmpty();
    }

    @Test
    void settingAgainBeginsTheTimeAnew() {
        cell.set("old");
        now.set(8);
        cell.set("new");
        now.set(18);

        assertThat(cell.get()).contains("new");
    }

    @Test
    void invalidateForgetsAtOnce() {
        cell.set("value");
        cell.invalidate();

        assertThat(cell.get()).isEmpty();
    }

    @Test
    void withoutTimeToLiveAValueIsGoodUntilTheClockMoves() {
        TtlCell<String> brief = TtlCell.of(Duration.ZERO, now::get);
        brief.set("value");
        assertThat(brief.get()).contains("value");
        now.set(1);
        assertThat(brief.get()).isEmpty();
    }

    @Test
    void theLongestTimeToLiveNeverExpires() {
        TtlCell<String> lasting = TtlCell.of(Duration.ofSeconds(Long.MAX_VALUE), now::get);
        lasting.set("value");
        now.set(Long.MAX_VALUE);

        assertThat(lasting.get()).contains("value");
    }

    @Test
    void aNegativeTimeToLiveIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TtlCell.of(Duration.ofNanos(-1)));
    }

    @Test
    void theSystemsClockServesByDefault() {
        TtlCell<String> lasting = TtlCell.of(Duration.ofDays(1));
        lasting.set("value");

        assertThat(lasting.get()).contains("value");
    }

    @Test
    void itsTextNeverShowsTheValue() {
        cell.set("secret");

        assertThat(cell).hasToString("TtlCell[ttl=PT0.00000001S]");
    }
}
