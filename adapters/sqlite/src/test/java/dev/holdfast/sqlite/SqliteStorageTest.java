// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.ClosedException;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.Watch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStorageTest {

    private static final BlobName BLOB = Scope.HOME.blob("blob");

    @TempDir
    private Path place;

    @Test
    void severalProcessesLoseNoIncrement() throws Exception {
        Process first = ChildJvm.start(CountingChild.class, place.toString(), "60");
        Process second = ChildJvm.start(CountingChild.class, place.toString(), "60");
        try (SqliteStorage storage = SqliteStorage.at(place)) {
            for (int i = 0; i < 60; i++) {
                CountingChild.increment(storage);
            }
            assertThat(endOf(first)).isEqualTo(endOf(second)).isZero();
            assertThat(CountingChild.number(storage.read(CountingChild.BLOB))).isEqualTo(180);
        }
    }

    private static int endOf(Process child) throws IOException, InterruptedException {
        try (BufferedReader lines = child.inputReader()) {
            lines.lines().forEach(line -> {});
            return child.waitFor();
        }
    }

    @Test
    void aProcessKilledWhileItWritesLosesNothingThatWasAcknowledged() throws Exception {
        Random random = new Random();
        for (int kill = 0; kill < 5; kill++) {
            Process child = ChildJvm.start(CountingChild.class, place.toString(), "1000000");
            try (BufferedReader lines = child.inputReader()) {
                String last = lines.readLine();
                for (int i = random.nextInt(20); i > 0; i--) {
                    last = lines.readLine();
                }
                int acknowledged = Integer.parseInt(ChildJvm.kill(child, lines, last));
                try (SqliteStorage storage = SqliteStorage.at(place)) {
                    assertThat(CountingChild.number(storage.read(CountingChild.BLOB)))
                            .isBetween(acknowledged, acknowledged + 1);
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void anotherProcesssChangeIsHintedAt() throws Exception {
        LinkedBlockingQueue<BlobName> hints = new LinkedBlockingQueue<>();
        try (SqliteStorage storage = SqliteStorage.at(place);
                Watch watch = storage.watch(Scope.HOME, hints::add)) {
            assertThat(watch).isNotNull();
            endOf(ChildJvm.start(CountingChild.class, place.toString(), "1"));
            assertThat(hints.poll(30, TimeUnit.SECONDS)).isEqualTo(CountingChild.BLOB);
        }
    }

    @Test
    void aWatcherThatFailsWithAnErrorIsToldOfTheNextChange() throws Exception {
        LinkedBlockingQueue<BlobName> hints = new LinkedBlockingQueue<>();
        try (SqliteStorage storage = SqliteStorage.at(place);
                Watch watch = storage.watch(Scope.HOME, name -> {
                    hints.add(name);
                    throw new AssertionError("the app's own");
                })) {
            assertThat(watch).isNotNull();
            for (int i = 0; i < 3; i++) {
                put(storage, BLOB, "content " + i);
                assertThat(hints.poll(30, TimeUnit.SECONDS)).isEqualTo(BLOB);
            }
        }
    }

    @Test
    void aFailureIsOverForWatchesWhenAnotherConnectionCanBeMade() throws Exception {
        LinkedBlockingQueue<BlobName> hinted = new LinkedBlockingQueue<>();
        AtomicInteger tries = new AtomicInteger();
        try (SqliteStorage storage = SqliteStorage.at(place)) {
            Hints hints = new Hints(() -> {
                if (tries.getAndIncrement() == 0) {
                    throw new ClosedException("a test");
                }
                return Sql.open(place.resolve("blobs.db"), Duration.ZERO);
            });
            hints.watch(Scope.HOME, hinted::add, Map.of());
            put(storage, BLOB, "content");
            assertThat(hinted.poll(30, TimeUnit.SECONDS)).isEqualTo(BLOB);
            hints.close();
        }
    }

    @Test
    void whatAPurgedScopeHeldIsOverwritten() throws IOException {
        Scope scope = Scope.of("accounts", "purged");
        String content = "what is to be gone ".repeat(1_000);
        try (SqliteStorage storage = SqliteStorage.at(place)) {
            storage.create(scope);
            put(storage, scope.blob("blob"), content);
            put(storage, BLOB, "what stays");
        }
        assertThat(Files.readString(place.resolve("blobs.db"), ISO_8859_1)).contains("what is to be gone");
        try (SqliteStorage storage = SqliteStorage.at(place)) {
            storage.purge(scope);
        }
        assertThat(Files.readString(place.resolve("blobs.db"), ISO_8859_1))
                .doesNotContain("what is to be gone")
                .contains("what stays");
    }

    @Test
    void blobsBeyondTheLimitAreNeitherWrittenNorRead() {
        try (SqliteStorage storage =
                SqliteStorage.builder(place).maxBlobBytes(10).open()) {
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> put(storage, BLOB, "eleven byte"))
                    .returns("HF-0632", HoldfastException::code);
            put(storage, BLOB, "ten bytes.");
        }
        try (SqliteStorage storage =
                SqliteStorage.builder(place).maxBlobBytes(9).open()) {
            Revision current = storage.revision(BLOB);
            assertThatExceptionOfType(UnreadableException.class)
                    .isThrownBy(() -> storage.read(BLOB))
                    .returns("HF-0631", HoldfastException::code)
                    .returns(current, UnreadableException::revision);
        }
    }

    @Test
    void soManyGenerationsAreKeptAsWasSaid() {
        try (SqliteStorage storage = SqliteStorage.builder(place).generations(2).open()) {
            for (int i = 0; i < 5; i++) {
                put(storage, BLOB, "content " + i);
            }
            assertThat(storage.history(BLOB)).hasSize(2);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqliteStorage.builder(place).generations(-1));
    }

    @Test
    void itIsOpenOnceInThisJvm() {
        try (SqliteStorage storage = SqliteStorage.at(place)) {
            put(storage, BLOB, "content");
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> SqliteStorage.at(place))
                    .returns("HF-0110", HoldfastException::code);
            put(storage, BLOB, "more");
        }
    }

    @Test
    void theDatabaseOfAStoreOfRecordsIsNoStorage() throws IOException {
        RecordStore.open(place, TestKeys.FIRST).close();
        Files.move(place.resolve("records.db"), place.resolve("blobs.db"));
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> SqliteStorage.at(place))
                .returns("HF-0616", HoldfastException::code);
    }

    private static Revision put(SqliteStorage storage, BlobName name, String text) {
        Replacement done = storage.replace(name, storage.revision(name), text.getBytes(UTF_8), Durability.DURABLE);
        return ((Replaced) done).revision();
    }
}
