// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import dev.holdfast.testkit.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody edits the file of a document that is observed, in the ways that editors have. */
class EditedByHandTest {

    private static final long PATIENCE_SECONDS = 20;

    /** What was saved longer ago than a file system's clock is coarse can be told from an edit. */
    private static final Duration SAVED_AGO = Duration.ofHours(1);

    private final BlockingQueue<Count> told = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    private Reads storage;
    private Holdfast app;
    private Document<Count> document;
    private Path file;
    private String edited;

    @BeforeEach
    void observe() throws IOException {
        ManualClock clock = ManualClock.at(Instant.now().minus(SAVED_AGO));
        Path data = AppPaths.under(Chat.APP, directory).data();
        storage = new Reads(FileStorage.builder(data).clock(clock).open());
        app = Holdfast.builder(Chat.APP)
                .at(directory)
                .storage(storage)
                .clock(clock)
                .open();
        document = app.document(Count.SCHEMA);
        document.set(new Count(1));
        document.onChange(Runnable::run, told::add);
        file = HomeFiles.named(directory, "count.json");
        edited = Files.readString(file).replace("\"value\": 1", "\"value\": 99");
    }

    @AfterEach
    void close() throws IOException {
        app.close();
        assertThat(HomeFiles.regular(directory)).noneMatch(name -> name.contains("quarantine"));
    }

    @Test
    void aFileThatIsWrittenInTwoPartsIsToldWhenItIsWhole() throws Exception {
        String half = edited.substring(0, edited.length() / 2);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, half);
            storage.await(half);
            assertThat(told).isEmpty();
            assertThat(document.get()).isEqualTo(new Count(1));
            write(channel, edited.substring(half.length()));
        }
        assertEditTold();
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aFileThatIsPutInItsPlaceIsTold() throws Exception {
        Path written = Files.writeString(file.resolveSibling("count.json.new"), edited);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        assertEditTold();
    }

    private void assertEditTold() throws Exception {
        assertThat(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(new Count(99));
        assertThat(told).isEmpty();
        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.EDITED);
    }

    /** As Vim does it: the document is gone for a moment. */
    @Test
    void aFileThatIsWrittenAnewBesideItsBackupIsToldInTheEnd() throws Exception {
        Files.move(file, file.resolveSibling("count.json~"), StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(file, edited);
        Count last = new Count(1);
        while (!last.equals(new Count(99))) {
            last = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(last).isIn(new Count(0), new Count(99));
        }
        assertThat(document.load().outcome()).isEqualTo(LoadOutcome.EDITED);
    }

    /** Remembers the texts that it gave. */
    private static final class Reads extends ForwardingStorage {

        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

        Reads(Storage inner) {
            super(inner);
        }

        @Override
        public Optional<Stored> read(BlobName name) {
            Optional<Stored> read = super.read(name);
            read.ifPresent(stored -> texts.add(new String(stored.bytes(), StandardCharsets.UTF_8)));
            return read;
        }

        void await(String text) throws InterruptedException {
            String read = "";
            while (!read.equals(text)) {
                read = texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(read).as("a look at the file").isNotNull();
            }
        }
    }
}
