// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Stored;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many threads at once. */
abstract class ConcurrencyContract extends ContractPart {

    private static final int THREADS = 16;

    ConcurrencyContract(StorageContract contract) {
        super(contract);
    }

    @Test
    void readersSeeWholeWritesOnly() {
        write(0);
        AtomicBoolean done = new AtomicBoolean();
        Threads.run(4, number -> {
            if (number == 0) {
                writeAndFinish(done);
            } else {
                readUntil(done);
            }
        });
    }

    private void writeAndFinish(AtomicBoolean done) {
        try {
            for (int i = 1; i <= 100; i++) {
                write(i);
            }
        } finally {
            done.set(true);
        }
    }

    /** A blob of which every byte tells its length. */
    private void write(int number) {
        byte[] bytes = new byte[1000 * (1 + number % 64)];
        Arrays.fill(bytes, (byte) (number % 64));
        storage().replace(blob(), storage().revision(blob()), bytes, Durability.DURABLE);
    }

    private void readUntil(AtomicBoolean done) {
        do {
            Stored current = storage().read(blob()).orElseThrow();
            assertWhole(current);
            storage()
                    .history(blob())
                    .forEach(generation ->
                            storage().read(blob(), generation.revision()).ifPresent(ConcurrencyContract::assertWhole));
        } while (!done.get());
    }

    private static void assertWhole(Stored stored) {
        byte[] expected = new byte[1000 * (1 + stored.bytes()[0])];
        Arrays.fill(expected, stored.bytes()[0]);
        assertThat(Arrays.equals(stored.bytes(), expected)).as("whole").isTrue();
    }

    @Test
    void aRevisionStandsForOneContentWhoeverReads() {
        write(0);
        AtomicBoolean done = new AtomicBoolean();
        Threads.run(3, number -> {
            if (number == 0) {
                writeAndFinish(done);
            } else {
                rereadUntil(done);
            }
        });
    }

    private void rereadUntil(AtomicBoolean done) {
        do {
            Stored current = storage().read(blob()).orElseThrow();
            storage().read(blob(), current.revision()).ifPresent(again -> {
                assertThat(again.revision()).isEqualTo(current.revision());
                assertThat(Arrays.equals(again.bytes(), current.bytes())).isTrue();
            });
        } while (!done.get());
    }

    @Test
    void ofAllWhoCreateABlobOneSucceeds() {
        for (int round = 0; round < 5; round++) {
            BlobName blob = scope().blob("round " + round);
            AtomicInteger winners = new AtomicInteger();
            Threads.run(THREADS, number -> {
                if (replace(blob, Revision.ABSENT, "by " + number) instanceof Replaced) {
                    winners.incrementAndGet();
                    assertThat(text(blob)).contains("by " + number);
                }
            });
            assertThat(winners).hasValue(1);
        }
    }

    @Test
    void ofAllWhoDeleteABlobOneSucceeds() {
        Revision revision = put(blob(), "content");
        AtomicInteger winners = new AtomicInteger();
        Threads.run(THREADS, number -> {
            if (storage().delete(blob(), revision) instanceof Replaced) {
                winners.incrementAndGet();
            }
        });
        assertThat(winners).hasValue(1);
    }

    @Test
    void noIncrementOfSixteenThreadsIsLost() {
        Counter counter = new Counter(storage(), blob());
        Threads.run(THREADS, number -> {
            for (int i = 0; i < 20; i++) {
                counter.increment();
            }
        });
        assertThat(counter.value()).isEqualTo(THREADS * 20);
    }

    @Test
    void blobsOfOneScopeAreWrittenAtOnce() {
        Threads.run(THREADS, number -> {
            for (int i = 0; i < 10; i++) {
                put(scope().blob("of " + number), "write " + i);
            }
        });
        for (int number = 0; number < THREADS; number++) {
            assertThat(text(scope().blob("of " + number))).contains("write 9");
        }
    }

    @Test
    void oneScopeIsMadeByManyAtOnce() {
        Threads.run(THREADS, number -> storage().create(scope()));
        put(blob(), "content");
        assertThat(text(blob())).contains("content");
    }
}
