// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.cache.TtlCell;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Moves the clock of the caches by hand, and looks at a cell of the account. */
final class ExpireStep implements Step {

    private static final Duration TTL = Duration.ofMinutes(5);
    private static final String PROFILE = "Ada";

    @Override
    public String name() {
        return "expire";
    }

    @Override
    public String title() {
        return "A cached value expires";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        AtomicLong nanos = new AtomicLong();
        try (Holdfast app = stage.builder().ticker(nanos::get).open()) {
            TtlCell<String> cell = app.account(DemoApp.USER).cell("profile", String.class, TTL);
            findings.claim("a new cell is empty", Optional.empty(), cell.get());
            cell.set(PROFILE);
            nanos.addAndGet(TTL.toNanos());
            findings.claim("at the end of its " + TTL.toMinutes() + " minutes the value is given", Optional.of(PROFILE), cell.get());
            nanos.incrementAndGet();
            findings.claim("a nanosecond later it is not", Optional.empty(), cell.get());
            cell.set(PROFILE);
            findings.claim("set again, it is given again", Optional.of(PROFILE), cell.get());
            app.clearAllCaches();
            findings.claim("cleared with all caches, it is not", Optional.empty(), cell.get());
        }
        findings.note("time as the caches see it was moved by hand: nobody waited");
    }
}
