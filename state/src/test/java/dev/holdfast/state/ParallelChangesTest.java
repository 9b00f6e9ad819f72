// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.MemoryStorage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two processes, four threads each, all kinds of writes at once. */
final class ParallelChangesTest {

    private static final int ROUNDS = 2_000;

    private final MemoryStorage memory = new MemoryStorage(Clock.systemUTC());

    @Test
    void nothingIsLostOrMadeTwice() throws Exception {
        memory.create(Bench.APP);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        AppState sum = AppState.of(6L * ROUNDS);
        CountDownLatch told = new CountDownLatch(2);
        try (Documents here = documents();
                Documents there = documents()) {
            List<Document<AppState>> documents = List.of(here.document(AppState.V2), there.document(AppState.V2));
            documents.forEach(
                    document -> document.onChange(Runnable::run, state -> countDown(told, state.equals(sum))));
            List<Callable<Void>> writers = new ArrayList<>();
            for (Document<AppState> document : documents) {
                writers.add(() -> repeat(() -> document.update(AppState::more)));
                writers.add(() -> repeat(() -> document.updateLater(AppState::more)));
                writers.add(() -> repeat(() -> document.updateLater(AppState::more)));
                writers.add(() -> repeat(document::flush));
            }
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
            here.flush();
            there.flush();
            documents.forEach(Document::load);

            assertThat(documents)
                    .allSatisfy(document -> assertThat(document.get()).isEqualTo(sum));
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void countDown(CountDownLatch latch, boolean reached) {
        if (reached) {
            latch.countDown();
        }
    }

    private Documents documents() {
        return Documents.over(memory, Bench.APP, Bench.NoCodecs.NONE, Clock.systemUTC())
                .autosave(Autosave.after(Duration.ofMillis(1), failure -> {}));
    }

    private static Void repeat(Runnable write) {
        for (int i = 0; i < ROUNDS; i++) {
            write.run();
        }
        return null;
    }
}
