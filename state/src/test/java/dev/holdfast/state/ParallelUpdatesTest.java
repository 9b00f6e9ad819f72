// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ParallelUpdatesTest {

    private static final int THREADS = 64;
    private static final int UPDATES = 50;

    private final Bench bench = new Bench();

    @Test
    void noUpdateOf64ThreadsIsLost() throws Exception {
        Document<AppState> document = bench.document();

        inParallel(IntStream.range(0, THREADS).mapToObj(i -> document).toList());

        assertThat(document.get()).isEqualTo(AppState.of(THREADS * UPDATES));
        assertThat(bench.document().get()).isEqualTo(AppState.of(THREADS * UPDATES));
        assertThat(bench.envelope().integer("sequence")).isEqualTo(THREADS * UPDATES);
    }

    @Test
    void noUpdateOfSeveralProcessesIsLost() throws Exception {
        List<Document<AppState>> processes =
                IntStream.range(0, 8).mapToObj(i -> bench.document()).toList();

        inParallel(processes);

        assertThat(bench.document().get()).isEqualTo(AppState.of(8 * UPDATES));
    }

    @Test
    void theFirstLoadOfManyThreadsReadsOnce() throws Exception {
        bench.document().set(AppState.of(1));
        Document<AppState> document = bench.document();
        bench.storage.takeCalls();
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<AppState>> values = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            values.add(executor.submit(() -> {
                start.await();
                return document.get();
            }));
        }

        start.countDown();

        for (Future<AppState> value : values) {
            assertThat(value.get()).isEqualTo(AppState.of(1));
        }
        executor.shutdown();
        assertThat(bench.storage.takeCalls()).containsOnlyOnce("read");
    }

    private static void inParallel(List<Document<AppState>> documents) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(documents.size());
        List<Future<?>> done = new ArrayList<>();
        for (Document<AppState> document : documents) {
            done.add(executor.submit(() -> {
                for (int i = 0; i < UPDATES; i++) {
                    document.update(state -> state.plus(1));
                }
            }));
        }
        for (Future<?> each : done) {
            each.get();
        }
        executor.shutdown();
    }
}
