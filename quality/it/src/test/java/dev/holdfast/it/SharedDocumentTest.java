// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Codec;
import dev.holdfast.state.Document;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.Watch;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes change one document, at once and later, and watch it: in the end all agree, and nothing was lost. */
class SharedDocumentTest {

    @TempDir
    private Path directory;

    @Test
    void twoProcessesAgreeInTheEnd() throws Exception {
        change(Duration.ofSeconds(2));
    }

    @Test
    @Tag("real")
    void twoProcessesThatChangeForHalfAMinuteAgreeInTheEnd() throws Exception {
        change(Duration.ofSeconds(30));
    }

    private void change(Duration time) throws Exception {
        long seed = System.nanoTime();
        try (ChildJvm first = ChildJvm.start(Changing.class, directory, 0, time, seed);
                ChildJvm second = ChildJvm.start(Changing.class, directory, 1, time, seed + 1)) {
            first.await("ready");
            second.await("ready");
            first.tell("go");
            second.tell("go");
            Tally made = new Tally(
                    Long.parseLong(first.line().orElseThrow()),
                    Long.parseLong(second.line().orElseThrow()));
            System.out.println("Two processes in " + time + ", seed " + seed + ": " + made);
            assertThat(made.first()).isPositive();
            assertThat(made.second()).isPositive();
            first.tell(made.toString());
            second.tell(made.toString());
            first.await("watched " + made);
            first.await("has " + made);
            second.await("watched " + made);
            second.await("has " + made);
            first.end();
            second.end();
            assertThat(stored()).isEqualTo(made);
        }
    }

    private Tally stored() {
        try (Holdfast app = Chat.open(directory)) {
            return app.document(Tally.SCHEMA).get();
        }
    }

    /** How often each of two processes has changed it. */
    record Tally(long first, long second) {

        static final Schema<Tally> SCHEMA = Schema.of("tally", Tally.class, new Tally(0, 0))
                .withCodec(Codec.ofTree(
                        tally -> JsonObject.empty().with("first", tally.first()).with("second", tally.second()),
                        tree -> new Tally(tree.integer("first"), tree.integer("second"))));

        Tally plusOneOf(int process) {
            return process == 0 ? new Tally(first + 1, second) : new Tally(first, second + 1);
        }

        boolean isBefore(Tally later) {
            return first <= later.first && second <= later.second && !equals(later);
        }
    }

    /** Changes the document for a while, and prints how often; prints then what it sees, without looking itself. */
    static final class Changing {

        private static final int LONGEST_PAUSE = (int) TimeUnit.MICROSECONDS.toNanos(200);

        /** Of ten changes. */
        private static final int AT_ONCE = 1;

        private final int number;
        private final Document<Tally> document;
        private final Random random;
        private long made;

        private Changing(int number, Document<Tally> document, Random random) {
            this.number = number;
            this.document = document;
            this.random = random;
        }

        /** Arguments: a directory, 0 or 1, for how long, and a seed. */
        public static void main(String[] arguments) throws Exception {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            ExecutorService executor = Executors.newSingleThreadExecutor();
            try (Holdfast app = Chat.open(Path.of(arguments[0]))) {
                Document<Tally> document = app.document(Tally.SCHEMA);
                Random random = new Random(Long.parseLong(arguments[3]));
                Changing changing = new Changing(Integer.parseInt(arguments[1]), document, random);
                Observer observer = new Observer();
                Watch watch = document.onChange(executor, observer::see);
                System.out.println("ready");
                in.readLine();
                changing.changeFor(Duration.parse(arguments[2]));
                app.flush();
                System.out.println(changing.made);
                System.out.println("watched " + observer.await(in.readLine()));
                System.out.println("has " + document.get());
                watch.close();
            } finally {
                executor.shutdown();
            }
        }

        private void changeFor(Duration time) {
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() - end < 0) {
                change();
                made++;
                LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE));
            }
        }

        private void change() {
            if (random.nextInt(10) < AT_ONCE) {
                document.update(tally -> tally.plusOneOf(number));
            } else {
                document.updateLater(tally -> tally.plusOneOf(number));
            }
        }
    }

    /** Remembers what it was told last; what goes back is an end to it. */
    private static final class Observer {

        private static final Duration PATIENCE = Duration.ofSeconds(20);

        private Tally last = new Tally(0, 0);
        private String disorder = "";

        synchronized void see(Tally tally) {
            if (!last.isBefore(tally)) {
                disorder += " from " + last + " back to " + tally;
            }
            last = tally;
            notifyAll();
        }

        /** What it was told last; that is the expected in the end. */
        synchronized String await(String expected) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            for (long left = PATIENCE.toNanos();
                    left > 0 && !last.toString().equals(expected);
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return last + disorder;
        }
    }
}
