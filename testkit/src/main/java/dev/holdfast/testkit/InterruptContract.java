// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interrupts: none loses an operation, and none is lost. */
abstract class InterruptContract extends ContractPart {

    private static final int WRITERS = 4;
    private static final int INCREMENTS = 50;

    InterruptContract(StorageContract contract) {
        super(contract);
    }

    @AfterEach
    void clearTheFlag() {
        Thread.interrupted();
    }

    @Test
    void anInterruptedThreadWritesAndReadsAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        Revision first = put(blob(), Revision.ABSENT, "first");
        Revision second = put(blob(), first, "second");
        assertThat(text(blob())).contains("second");
        assertThat(text(blob(), first)).contains("first");
        assertThat(earlier(blob())).containsExactly(first);
        revisionOf(storage().confirm(blob(), second));
        revisionOf(storage().pin(blob(), first));
        assertThat(storage().setAside(blob(), first)).isPresent();
        storage().forgetHistory(blob());
        revisionOf(storage().delete(blob(), second));
        assertAbsent(blob());
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void anInterruptedThreadMakesAndPurgesScopesAndStaysInterrupted() {
        Scope other = Scope.of("accounts", "other");
        Thread.currentThread().interrupt();
        storage().create(other);
        assertThat(storage().exists(other)).isTrue();
        storage().purge(other);
        assertThat(storage().exists(other)).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void anInterruptedThreadTakesALeaseAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        storage()
                .lease(scope(), "run", LeaseMode.EXCLUSIVE, Duration.ZERO)
                .orElseThrow()
                .close();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void interruptsAtRandomMomentsLoseNoWriteAndNoInterrupt() {
        Counter counter = new Counter(storage(), blob());
        Writer[] writers = Stream.generate(Writer::new).limit(WRITERS).toArray(Writer[]::new);
        Threads.run(WRITERS, number -> {
            Random random = new Random(number);
            writers[number].begin();
            for (int i = 0; i < INCREMENTS; i++) {
                writers[random.nextInt(WRITERS)].interrupt();
                counter.increment();
                writers[number].acknowledge();
            }
            writers[number].end();
        });
        assertThat(counter.value()).isEqualTo(WRITERS * INCREMENTS);
        assertThat(writers).allSatisfy(writer -> assertThat(writer.seen).isEqualTo(writer.sent));
        assertThat(Stream.of(writers).mapToInt(writer -> writer.sent).sum()).isPositive();
    }

    /** A thread that is interrupted again only after it has seen the last interrupt, so that both can be counted. */
    private static final class Writer {

        private Thread thread = Thread.currentThread();
        private boolean running;
        private int sent;
        private int seen;

        synchronized void begin() {
            thread = Thread.currentThread();
            running = true;
        }

        synchronized void interrupt() {
            if (running && sent == seen) {
                sent++;
                thread.interrupt();
            }
        }

        synchronized void acknowledge() {
            if (Thread.interrupted()) {
                seen++;
            }
        }

        synchronized void end() {
            acknowledge();
            running = false;
        }
    }
}
