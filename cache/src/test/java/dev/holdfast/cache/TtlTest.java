// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TtlTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void anAgeThatCannotBeIsRefused() {
        assertRefused(() -> Ttl.of(Duration.ofNanos(-1)));
        assertRefused(() -> Ttl.of(MINUTE).refreshAfter(Duration.ofNanos(-1), Runnable::run));
        assertRefused(() -> Ttl.of(MINUTE).refreshAfter(MINUTE, Runnable::run));
        assertRefused(() -> Ttl.of(Duration.ofSeconds(Long.MAX_VALUE))
                .refreshAfter(Duration.ofSeconds(Long.MAX_VALUE), Runnable::run));
    }

    private static void assertRefused(Runnable making) {
        assertThatIllegalArgumentException().isThrownBy(making::run).withMessageStartingWith("HF-0407");
    }

    @Test
    void eachMethodGivesAnotherAndLeavesTheFirst() {
        Ttl plain = Ttl.of(MINUTE);
        plain.ticker(() -> 7).refreshAfter(Duration.ZERO, Runnable::run);

        assertThat(plain.ticker()).isSameAs(Ticker.SYSTEM);
        assertThat(plain.phase(plain.begin("value", 1))).isEqualTo(Ttl.Phase.FRESH);
    }
}
