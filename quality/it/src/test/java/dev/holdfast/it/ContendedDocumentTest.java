// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many writers of one document: nothing is lost, and nobody starves. */
class ContendedDocumentTest {

    /** What FileStorage says: who waits longer for other writers gets a BusyException. */
    private static final Duration LOCK_DEADLINE = Duration.ofSeconds(10);

    private static final int THREADS = 64;

    @TempDir
    private Path directory;

    @Test
    void twoProcessesLoseNoIncrement() throws Exception {
        twoProcesses(300);
    }

    @Test
    @Tag("real")
    void twoProcessesLoseNoneOfTenThousandIncrementsEach() throws Exception {
        twoProcesses(10_000);
    }

    private void twoProcesses(int times) throws Exception {
        try (ChildJvm one = ChildJvm.start(Incrementing.class, directory, times);
                ChildJvm other = ChildJvm.start(Incrementing.class, directory, times)) {
            one.await("ready");
            other.await("ready");
            one.tell("go");
            other.tell("go");
            Duration worst = Duration.ofNanos(Math.max(worst(one), worst(other)));
            System.out.println("2 processes x " + times + " increments, worst wait " + worst.toMillis() + " ms");
            assertThat(worst).isLessThan(LOCK_DEADLINE);
        }
        assertThat(count()).isEqualTo(2L * times);
    }

    private static long worst(ChildJvm child) throws Exception {
        String worst = child.line().orElse("nothing");
        child.end();
        return Long.parseLong(worst);
    }

    private long count() {
        try (Holdfast app = Chat.open(directory)) {
            return app.document(Count.SCHEMA).load().value().value();
        }
    }

    /** Increments the document so often when it is told to go, and prints the longest time that one took, in ns. */
    static final class Incrementing {
        public static void main(String[] arguments) throws Exception {
            try (Holdfast app = Chat.open(Path.of(arguments[0]))) {
                Document<Count> document = app.document(Count.SCHEMA);
                System.out.println("ready");
                System.in.read();
                System.out.println(increment(document, Integer.parseInt(arguments[1])));
            }
        }

        static long increment(Document<Count> document, int times) {
            long worst = 0;
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                document.update(Count::next);
                worst = Math.max(worst, System.nanoTime() - start);
            }
            return worst;
        }
    }

    @Test
    void interruptedThreadsLoseNeitherIncrementsNorInterrupts() throws Exception {
        interruptedThreads(4);
    }

    @Test
    @Tag("real")
    void interruptedThreadsLoseNothingInTheLongRun() throws Exception {
        interruptedThreads(300);
    }

    private void interruptedThreads(int times) throws Exception {
        long seed = System.nanoTime();
        List<Interrupted> workers = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try (Holdfast app = Chat.open(directory)) {
            Document<Count> document = app.document(Count.SCHEMA);
            for (int i = 0; i < THREADS; i++) {
                workers.add(new Interrupted(document, times));
            }
            List<Future<?>> ends = new ArrayList<>();
            workers.forEach(worker -> ends.add(executor.submit(worker)));
            interruptAtRandom(workers, ends, new Random(seed));
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            executor.shutdown();
        }
        int sent = workers.stream().mapToInt(worker -> worker.sent).sum();
        System.out.println(THREADS + " threads x " + times + " increments, " + sent + " interrupts, seed " + seed);
        assertThat(sent).isPositive();
        assertThat(workers).allSatisfy(worker -> assertThat(worker.seen).isEqualTo(worker.sent));
        assertThat(count()).isEqualTo((long) THREADS * times);
    }

    private static void interruptAtRandom(List<Interrupted> workers, List<Future<?>> ends, Random random) {
        while (!ends.stream().allMatch(Future::isDone)) {
            workers.get(random.nextInt(THREADS)).interrupt();
            Thread.onSpinWait();
        }
    }

    /** Increments, and counts the interrupts that it finds on its thread between two increments. */
    private static final class Interrupted implements Runnable {

        private final Document<Count> document;
        private final int times;
        private @Nullable Thread thread;
        private boolean pending;
        private int sent;
        private int seen;

        Interrupted(Document<Count> document, int times) {
            this.document = document;
            this.times = times;
        }

        @Override
        public void run() {
            begin(Thread.currentThread());
            for (int i = 0; i < times; i++) {
                document.update(Count::next);
                look();
            }
            begin(null);
        }

        private synchronized void begin(@Nullable Thread runner) {
            thread = runner;
            look();
        }

        /** Never twice before the first was seen: flags do not count. */
        synchronized void interrupt() {
            if (thread != null && !pending) {
                pending = true;
                sent++;
                thread.interrupt();
            }
        }

        private synchronized void look() {
            if (Thread.interrupted()) {
                seen++;
            }
            pending = false;
        }
    }
}
