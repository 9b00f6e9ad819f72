// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader holds on to an old state while much is written, and then ends. What remains of the log that grew meanwhile? */
class LogTest {

    private static final int LIMIT = 200_000;
    private static final int WRITES = 100;
    private static final byte[] BYTES = new byte[10_000];
    private static final Table ROOMS = Table.of("rooms");

    @TempDir
    private Path place;

    @Test
    void aStoreGivesItsRoomBack() throws Exception {
        try (RecordStore store =
                RecordStore.builder(place.resolve("store")).logLimit(LIMIT).open(TestKeys.FIRST)) {
            Path file = place.resolve("store/records.db");
            whileAReaderLasts(file, () -> {
                for (int i = 0; i < WRITES; i++) {
                    String key = "!" + i;
                    store.write(tx -> tx.put(ROOMS, key, BYTES));
                }
            });
            store.write(tx -> tx.put(ROOMS, "last", new byte[1]));
            assertThat(log(file)).isLessThan(LIMIT);
            assertThat(store.activity().locks())
                    .as("nobody waited for the reader")
                    .isZero();
        }
    }

    @Test
    void aStorageGivesItsRoomBack() throws Exception {
        try (SqliteStorage storage =
                SqliteStorage.builder(place.resolve("storage")).logLimit(LIMIT).open()) {
            Path file = place.resolve("storage/blobs.db");
            whileAReaderLasts(file, () -> {
                for (int i = 0; i < WRITES; i++) {
                    put(storage, Scope.HOME.blob("blob " + i));
                }
            });
            put(storage, Scope.HOME.blob("last"));
            assertThat(log(file)).isLessThan(LIMIT);
        }
    }

    @Test
    void whoBringsTheLogHomeForGoodWaitsForReadersAndDoesNotCountThem() throws Exception {
        try (RecordStore store =
                RecordStore.builder(place.resolve("store")).busy(Duration.ZERO).open(TestKeys.FIRST)) {
            whileAReaderLasts(place.resolve("store/records.db"), () -> {
                store.write(tx -> tx.put(ROOMS, "!a", new byte[WRITES * BYTES.length]));
                store.vacuum();
            });
            assertThat(store.activity().locks()).isZero();
        }
    }

    private static void put(SqliteStorage storage, BlobName name) {
        storage.replace(name, storage.revision(name), BYTES, Durability.DURABLE);
    }

    @Test
    void sqliteByItselfKeepsTheRoomForGood() throws Exception {
        Path file = place.resolve("plain.db");
        try (Connection writer = connect(file);
                Statement create = writer.createStatement()) {
            create.execute("PRAGMA journal_mode = WAL");
            create.execute("CREATE TABLE record (key, value)");
            try (PreparedStatement put = writer.prepareStatement("INSERT INTO record VALUES (?, ?)")) {
                put.setBytes(2, BYTES);
                whileAReaderLasts(file, () -> {
                    for (int i = 0; i < WRITES; i++) {
                        put.setInt(1, i);
                        put.executeUpdate();
                    }
                });
                put.executeUpdate();
            }
            assertThat(log(file)).as("the control").isGreaterThan((long) WRITES * BYTES.length);
        }
    }

    /** What is done in the meantime. */
    private interface Work {
        void run() throws SQLException;
    }

    private static void whileAReaderLasts(Path file, Work work) throws SQLException, IOException {
        try (Connection reader = connect(file);
                Statement read = reader.createStatement()) {
            read.execute("BEGIN");
            read.executeQuery("SELECT count(*) FROM sqlite_schema").close();
            work.run();
            assertThat(log(file)).isGreaterThan((long) WRITES * BYTES.length);
            read.execute("ROLLBACK");
        }
    }

    private static long log(Path database) throws IOException {
        return Files.size(database.resolveSibling(database.getFileName() + "-wal"));
    }

    private static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
