// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.Durability;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.UnreadableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTest {

    private static final Table ROOMS = Table.of("rooms");
    private static final int PAGE = 4096;

    @TempDir
    private Path place;

    @Test
    void aFullDiskChangesNothingAndIsOverWhenThereIsSpaceAgain() {
        StoreSettings settings = new StoreSettings(
                place.resolve("store"), Durability.DURABLE, 0, Duration.ZERO, 1 << 20, bytes -> {}, new SecureRandom());
        try (OpenStore open = OpenStore.open(settings, TestKeys.FIRST)) {
            Writer writer = new Writer(open);
            Sql sql = open.writer().sql();
            put(writer, "first", 100);
            sql.run("PRAGMA max_page_count = " + (sql.number("PRAGMA page_count") + 4));
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> put(writer, "second", 100_000))
                    .returns("HF-0612", HoldfastException::code)
                    .returns(StorageException.State.UNCHANGED, StorageException::state);
            sql.run("PRAGMA max_page_count = 1000000");
            put(writer, "third", 100_000);
        }
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            assertThat(store.read(tx -> tx.getAll(ROOMS)).keySet()).containsExactlyInAnyOrder("first", "third");
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void aTransactionThatGoesOnAfterAFailureChangesNothing() {
        StoreSettings settings = new StoreSettings(
                place.resolve("store"), Durability.DURABLE, 0, Duration.ZERO, 1 << 20, bytes -> {}, new SecureRandom());
        try (OpenStore open = OpenStore.open(settings, TestKeys.FIRST)) {
            Writer writer = new Writer(open);
            Sql sql = open.writer().sql();
            put(writer, "first", 100);
            sql.run("PRAGMA max_page_count = " + (sql.number("PRAGMA page_count") + 4));
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> writer.write(FaultTest::goOnAfterAFailure))
                    .returns("HF-0612", HoldfastException::code)
                    .returns(StorageException.State.UNCHANGED, StorageException::state);
            put(writer, "last", 100);
        }
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            assertThat(store.read(tx -> tx.getAll(ROOMS)).keySet()).containsExactlyInAnyOrder("first", "last");
        }
    }

    /** SQLite has rolled back by itself: what comes then would be committed alone. */
    private static boolean goOnAfterAFailure(WriteTransaction tx) {
        tx.put(ROOMS, "before", new byte[100]);
        tx.put(ROOMS, "large", new byte[100_000]);
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> tx.get(ROOMS, "large"));
        for (int i = 0; i < 20; i++) {
            String key = "after " + i;
            tx.put(ROOMS, key, new byte[100]);
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> tx.get(ROOMS, key));
        }
        return true;
    }

    @Test
    void aTableWhoseCommitFailedIsMadeAgain() {
        StoreSettings settings = new StoreSettings(
                place.resolve("store"), Durability.DURABLE, 0, Duration.ZERO, 1 << 20, bytes -> {}, new SecureRandom());
        try (OpenStore open = OpenStore.open(settings, TestKeys.FIRST)) {
            Writer writer = new Writer(open);
            Sql sql = open.writer().sql();
            sql.run("CREATE TABLE child (parent REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
            sql.run("CREATE TABLE parent (id PRIMARY KEY)");
            sql.run("PRAGMA foreign_keys = ON");
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> writer.write(tx -> {
                        tx.put(ROOMS, "first", new byte[1]);
                        sql.run("INSERT INTO child VALUES (1)");
                        return true;
                    }));
            assertThat(open.names().all()).isEmpty();
            put(writer, "second", 1);
        }
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            assertThat(store.read(tx -> tx.getAll(ROOMS)).keySet()).containsExactly("second");
        }
    }

    private static void put(Writer writer, String key, int length) {
        writer.write(tx -> {
            tx.put(ROOMS, key, new byte[length]);
            return true;
        });
    }

    @Test
    void aDamagedPageIsFoundAndOtherRecordsAreRead() throws IOException {
        fill();
        damagePagesFrom(20, 10);
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            assertThat(store.check()).isNotEmpty().allMatch(problem -> !problem.contains("room"));
            int[] read = new int[2];
            for (int i = 0; i < 1000; i++) {
                String key = "!" + i;
                try {
                    store.read(tx -> tx.get(ROOMS, key));
                    read[0]++;
                } catch (UnreadableException e) {
                    assertThat(e.reason()).isEqualTo(UnreadableException.Reason.DAMAGED);
                    assertThat(e.code()).isIn("HF-0613", "HF-0620");
                    read[1]++;
                }
            }
            assertThat(read[0]).isPositive();
            assertThat(read[1]).isPositive();
        }
    }

    private void damagePagesFrom(int page, int count) throws IOException {
        byte[] noise = new byte[PAGE * count];
        new Random(1).nextBytes(noise);
        try (RandomAccessFile file =
                new RandomAccessFile(place.resolve("store/records.db").toFile(), "rw")) {
            assertThat(file.length()).isGreaterThan((long) PAGE * (page + count));
            file.seek((long) PAGE * page);
            file.write(noise);
        }
    }

    @Test
    void aFileThatIsCutOffIsFound() throws IOException {
        fill();
        try (RandomAccessFile file =
                new RandomAccessFile(place.resolve("store/records.db").toFile(), "rw")) {
            file.setLength(PAGE * 10L);
        }
        assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> {
            try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
                assertThat(store.check()).isNotEmpty();
                store.read(tx -> tx.getAll(ROOMS));
            }
        });
    }

    @Test
    void aRecordThatWasChangedOrMovedIsDamaged() throws SQLException {
        fill();
        change("UPDATE record SET sealed = (SELECT sealed FROM record WHERE id = 2) WHERE id = 1");
        change("UPDATE record SET sealed = x'00' WHERE id = 3");
        change("UPDATE record SET sealed = x'7fffffff' || substr(sealed, 5) WHERE id = 4");
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            List<String> damaged = IntStream.range(0, 1000)
                    .mapToObj(i -> "!" + i)
                    .filter(key -> !opens(store, key))
                    .toList();
            assertThat(damaged).hasSize(3);
            assertThat(store.check()).containsExactly("3 records do not open");
            store.write(tx -> damaged.forEach(key -> tx.delete(ROOMS, key)));
            assertThat(store.check()).isEmpty();
        }
    }

    private static boolean opens(RecordStore store, String key) {
        try {
            return holds(store, key);
        } catch (UnreadableException e) {
            assertThat(e.code()).isEqualTo("HF-0620");
            return false;
        }
    }

    @Test
    void aRecordThatWasPutIntoAnotherGroupIsDamaged() throws SQLException {
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            store.write(tx -> tx.put(ROOMS, "!a", new byte[1], "first"));
            store.write(tx -> tx.put(ROOMS, "!b", new byte[1], "second"));
        }
        change("UPDATE record SET in_group = (SELECT in_group FROM record WHERE id = 2) WHERE id = 1");
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            assertThatExceptionOfType(UnreadableException.class)
                    .isThrownBy(() -> store.read(tx -> tx.getGroup(ROOMS, "second")))
                    .returns("HF-0620", HoldfastException::code);
        }
    }

    @Test
    void damagedKeysAreNoWrongKey() throws SQLException {
        fill();
        change("UPDATE wrap SET sealed = zeroblob(length(sealed))");
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> RecordStore.open(place.resolve("store"), TestKeys.FIRST))
                .returns("HF-0619", HoldfastException::code);
    }

    @Test
    void aLogThatCannotBeBroughtHomeIsToldOf() {
        List<Long> told = new ArrayList<>();
        try (RecordStore store = RecordStore.builder(place.resolve("store"))
                .logLimit(100_000)
                .onLogGrowth(told::add)
                .open(TestKeys.FIRST)) {
            store.write(tx -> tx.put(ROOMS, "first", new byte[10]));
            store.read(tx -> {
                tx.get(ROOMS, "first");
                Thread writer = new Thread(() -> writeMuch(store));
                writer.start();
                join(writer);
                return true;
            });
            assertThat(told).isNotEmpty().allMatch(bytes -> bytes > 100_000).isSorted();
            assertThat(told.size()).isLessThan(8);
            store.write(tx -> tx.put(ROOMS, "last", new byte[10]));
            assertThat(store.report().logBytes()).isLessThan(100_000);
        }
    }

    private static void writeMuch(RecordStore store) {
        for (int i = 0; i < 100; i++) {
            String key = "!" + i;
            store.write(tx -> tx.put(ROOMS, key, new byte[5_000]));
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aBackupIsMadeWhileOthersWriteAndOpensWithTheSameKey() {
        fill();
        Path backup = place.resolve("backup");
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            store.backup(backup);
            store.write(tx -> tx.put(ROOMS, "later", new byte[1]));
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> store.backup(backup))
                    .returns("HF-0628", HoldfastException::code);
            assertThat(holds(store, "later")).isTrue();
        }
        try (RecordStore copy = RecordStore.open(backup, TestKeys.FIRST)) {
            assertThat(copy.read(tx -> tx.getAll(ROOMS)).size()).isEqualTo(1000);
            assertThat(copy.opens())
                    .as("as often as before the opening that it is of")
                    .isEqualTo(2);
            assertThat(copy.check()).isEmpty();
        }
    }

    @Test
    void aBackupThatIsPutBackIsAnOlderStore() {
        fill();
        Path backup = place.resolve("backup");
        long known;
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            store.backup(backup);
            store.write(tx -> tx.put(ROOMS, "later", new byte[1]));
            known = store.opens();
        }
        assertThatExceptionOfType(StoreRolledBackException.class)
                .isThrownBy(() -> RecordStore.builder(backup).expecting(known).open(TestKeys.FIRST));
    }

    @Test
    void aBackupThatFailsLeavesNothing() throws IOException {
        fill();
        damagePagesFrom(20, 10);
        Path backup = place.resolve("backup");
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            assertThatExceptionOfType(UnreadableException.class)
                    .isThrownBy(() -> store.backup(backup))
                    .returns("HF-0613", HoldfastException::code);
            try (Stream<Path> left = Files.list(backup)) {
                assertThat(left.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("records"));
            }
        }
    }

    @Test
    void aBackupThatWasCutOffIsMadeAgain() throws IOException {
        fill();
        Path backup = place.resolve("backup");
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            store.backup(backup);
            Files.move(backup.resolve("records.db"), backup.resolve("records.db~tmp"));
            store.backup(backup);
        }
        RecordStore.open(backup, TestKeys.FIRST).close();
    }

    private static boolean holds(RecordStore store, String key) {
        return store.read(tx -> tx.get(ROOMS, key).isPresent());
    }

    private void fill() {
        try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
            store.write(tx -> {
                for (int i = 0; i < 1000; i++) {
                    tx.put(ROOMS, "!" + i, ("the room " + i).repeat(30).getBytes(UTF_8));
                }
            });
        }
    }

    private void change(String statement) throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + place.resolve("store/records.db"));
                Statement change = plain.createStatement()) {
            change.execute(statement);
        }
    }
}
