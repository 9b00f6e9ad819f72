// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.state.CodecFactory;
import dev.holdfast.state.Document;
import dev.holdfast.state.Documents;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.testkit.ManualClock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Observers are told of the last value, whatever becomes of the events of the file system. */
class LostHintsTest {

    private static final int CHANGES = 200;
    private static final long PATIENCE_SECONDS = 20;

    private final ManualClock clock = ManualClock.at(Instant.now().minus(Duration.ofHours(1)));
    private final BlockingQueue<Count> told = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    private FileStorage storage;

    @BeforeEach
    void open() {
        storage = FileStorage.builder(directory.resolve("home")).clock(clock).open();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void lostAndLateAndDoubledHintsCostNeitherTheOrderNorTheLastValue() throws Exception {
        long seed = System.nanoTime();
        FickleHints fickle = new FickleHints(storage, new Random(seed));
        try (Documents writing = documents(storage);
                Documents observing = documents(fickle)) {
            Document<Count> document = writing.document(Count.SCHEMA);
            observing.document(Count.SCHEMA).onChange(Runnable::run, told::add);
            for (int i = 0; i < CHANGES; i++) {
                document.update(Count::next);
            }
            fickle.behave();
            document.update(Count::next);
            int values = awaitLast(CHANGES + 1);
            System.out.println(CHANGES + " changes, hints spoiled: " + fickle.spoiled() + ", values told: " + values
                    + ", seed " + seed);
            assertThat(fickle.spoiled()).isPositive();
        }
    }

    /** How many values were told up to the last, each later than the one before. */
    private int awaitLast(long number) throws InterruptedException {
        Count last = new Count(0);
        int values = 0;
        while (last.value() < number) {
            Count next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("a value after %s", last).isNotNull();
            assertThat(next.value()).isGreaterThan(last.value());
            last = next;
            values++;
        }
        return values;
    }

    /** What is written through memory gives no event on Linux. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aChangeWithoutAnyEventIsFoundByLookingNowAndThen() throws Exception {
        Path home = directory.resolve("home");
        try (Documents documents = documents(storage);
                WatchService events = home.getFileSystem().newWatchService()) {
            Document<Count> document = documents.document(Count.SCHEMA);
            document.set(new Count(1));
            document.onChange(Runnable::run, told::add);
            home.register(events, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
            editThroughMemory(home.resolve("count.json"));
            assertThat(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(new Count(9));
            assertThat(events.poll()).isNull();
        }
    }

    /** From 1 to 9. */
    private static void editThroughMemory(Path file) throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        int place = Files.readString(file).indexOf("\"value\": 1") + "\"value\": ".length();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()).put(place, (byte) '9');
        }
        Assumptions.assumeFalse(
                Files.getLastModifiedTime(file).equals(before), "this file system times what comes through memory");
    }

    private Documents documents(Storage over) {
        return Documents.over(over, Scope.HOME, CodecFactory.discovered(), clock);
    }
}
