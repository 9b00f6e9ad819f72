// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class ManualClockTest {

    private static final Instant START = Instant.parse("2026-11-22T20:00:00Z");

    private final ManualClock clock = ManualClock.at(START);

    @Test
    void itStandsStillUntilMoved() {
        assertThat(clock.instant()).isEqualTo(START).isEqualTo(clock.instant());
        clock.advance(Duration.ofNanos(1));
        assertThat(clock.instant()).isEqualTo(START.plusNanos(1));
    }

    @Test
    void passingTimeMovesBothTimes() {
        clock.advance(Duration.ofSeconds(3));
        clock.advance(Duration.ofSeconds(2));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
        assertThat(clock.nanoTime()).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void settingItMovesThePersonsTimeAlone() {
        clock.advance(Duration.ofSeconds(5));
        clock.set(START.minusSeconds(60));
        assertThat(clock.instant()).isEqualTo(START.minusSeconds(60));
        assertThat(clock.nanoTime()).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void timeDoesNotPassBackwards() {
        assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofNanos(-1)));
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void inAnotherZoneItIsTheSameClock() {
        Clock there = clock.withZone(ZoneId.of("Asia/Tokyo"));
        clock.advance(Duration.ofHours(1));
        assertThat(there.instant()).isEqualTo(START.plusSeconds(3600));
        assertThat(there.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }

    @Test
    void noMomentIsLostAmongThreads() {
        Threads.run(8, number -> {
            for (int i = 0; i < 1000; i++) {
                clock.advance(Duration.ofNanos(1));
            }
        });
        assertThat(clock.nanoTime()).isEqualTo(8000);
    }
}
