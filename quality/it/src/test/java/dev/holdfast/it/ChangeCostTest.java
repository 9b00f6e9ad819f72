// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a later change costs the thread that makes it. */
class ChangeCostTest {

    private static final int CHANGES = 100_000;

    /** For each change, beside what the function itself allocates. */
    private static final long MOST_BYTES = 100;

    private static final int SAVES = 3;
    private static final Duration DELAY = Duration.ofMillis(20);

    /** From a million changes that wait, the caller saves: that many there are not. */
    private static final long BETWEEN_NANOS = 10_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path directory;

    @Test
    void aChangeAllocatesTwoSmallObjects() {
        AtomicReference<Count> floor = new AtomicReference<>(new Count(0));
        try (Holdfast app = Chat.open(directory)) {
            Document<Count> document = app.document(Count.SCHEMA);
            document.load();
            long function = allocated(() -> floor.updateAndGet(Count::next));
            long change = allocated(() -> document.updateLater(Count::next));
            System.out.println("Bytes for a change: " + change + ", its function: " + function);
            assertThat(change - function).isBetween(1L, MOST_BYTES);
        }
    }

    /** Bytes for each time. */
    private long allocated(Runnable work) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CHANGES; i++) {
            work.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / CHANGES;
    }

    @Test
    void whoMakesAChangeDoesNoIo() {
        Witness storage =
                new Witness(FileStorage.at(AppPaths.under(Chat.APP, directory).data()));
        try (Holdfast app = Holdfast.builder(Chat.APP)
                .at(directory)
                .storage(storage)
                .saveDelay(DELAY)
                .open()) {
            Document<Count> document = app.document(Count.SCHEMA);
            document.load();
            storage.callers.clear();
            storage.writers.clear();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (storage.writers.size() < SAVES && System.nanoTime() < end) {
                document.updateLater(Count::next);
                LockSupport.parkNanos(BETWEEN_NANOS);
            }
            storage.callers.removeIf("holdfast-logout"::equals); // looks for what is left over, once
            assertThat(storage.writers).hasSizeGreaterThanOrEqualTo(SAVES).containsOnly("holdfast-save");
            assertThat(storage.callers).containsOnly("holdfast-save");
        }
    }

    /** Writes down which threads call. */
    private static final class Witness extends ForwardingStorage {

        private final Queue<String> callers = new ConcurrentLinkedQueue<>();
        private final Queue<String> writers = new ConcurrentLinkedQueue<>();

        Witness(Storage inner) {
            super(inner);
        }

        @Override
        protected Storage inner() {
            callers.add(Thread.currentThread().getName());
            return super.inner();
        }

        @Override
        public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
            writers.add(Thread.currentThread().getName());
            return super.replace(name, expected, bytes, durability);
        }
    }
}
