// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Watch;
import dev.holdfast.testkit.FaultyStorage;
import dev.holdfast.testkit.Operation;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads and shutdown hooks are there while they have something to do. */
class IdleThreadsTest {

    /** The JDK keeps its hooks to itself. */
    private static final List<String> HOOKS_OPENED = List.of("--add-opens=java.base/java.lang=ALL-UNNAMED");

    private static final String WATCH = "holdfast-watch";
    private static final String SAVE = "holdfast-save";
    private static final String EXIT = "holdfast-exit";

    /** How long the end of a thread may take that has nothing left to do. */
    private static final long PATIENCE_MILLIS = 20_000;

    @TempDir
    private Path directory;

    @Test
    void nothingRunsWhileNobodyWatchesAndNothingWaits() throws Exception {
        try (ChildJvm child = ChildJvm.start(List.of(), HOOKS_OPENED, Idle.class, directory)) {
            child.end();
        }
    }

    /** Watches and changes by turns, and fails where something runs that has nothing to do. */
    static final class Idle {

        private final FaultyStorage storage;
        private final Document<Count> document;

        private Idle(FaultyStorage storage, Document<Count> document) {
            this.storage = storage;
            this.document = document;
        }

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            FaultyStorage storage = FaultyStorage.over(
                    FileStorage.at(AppPaths.under(Chat.APP, directory).data()));
            try (Holdfast app = Holdfast.builder(Chat.APP)
                    .at(directory)
                    .storage(storage)
                    .saveDelay(Duration.ZERO)
                    .open()) {
                new Idle(storage, app.document(Count.SCHEMA)).run();
            }
            threads(WATCH).forEach(Idle::join);
            threads(SAVE).forEach(Idle::join);
            assertIdle();
        }

        private void run() throws Exception {
            document.set(new Count(1));
            assertIdle();
            watch();
            assertIdle();
            save();
            assertIdle();
            document.onChange(Runnable::run, count -> {});
            document.updateLater(Count::next);
        }

        private void watch() {
            Watch first = document.onChange(Runnable::run, count -> {});
            Watch second = document.onChange(Runnable::run, count -> {});
            List<Thread> watching = threads(WATCH);
            assertThat(watching).hasSize(1);
            first.close();
            assertThat(threads(WATCH)).isEqualTo(watching);
            second.close();
            join(watching.get(0));
        }

        private void save() throws ReflectiveOperationException {
            CountDownLatch looked = new CountDownLatch(1);
            storage.onCall(1, Operation.REPLACE).runBefore(() -> await(looked));
            document.updateLater(Count::next);
            List<Thread> saving = threads(SAVE);
            List<String> hooks = hooks();
            looked.countDown();
            assertThat(saving).hasSize(1);
            assertThat(hooks).contains(EXIT);
            join(saving.get(0));
        }

        private static void assertIdle() throws ReflectiveOperationException {
            assertThat(threads(WATCH)).isEmpty();
            assertThat(threads(SAVE)).isEmpty();
            assertThat(hooks()).doesNotContain(EXIT);
        }

        private static List<Thread> threads(String name) {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals(name))
                    .toList();
        }

        private static List<String> hooks() throws ReflectiveOperationException {
            Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
            hooks.setAccessible(true);
            return ((Map<?, ?>) hooks.get(null))
                    .keySet().stream().map(hook -> ((Thread) hook).getName()).toList();
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private static void join(Thread thread) {
            try {
                thread.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }
}
