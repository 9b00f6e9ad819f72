// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the files of a store while it is open: in the database, in its log, and in the log's index. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class HiddenTest {

    private static final String TABLE = "table-of-secrets";
    private static final String MAP = "map-of-secrets";
    private static final String KEY = "!room-of-secrets:example.org";
    private static final String KEY2 = "@person-of-secrets:example.org";
    private static final String GROUP = "space-of-secrets";
    private static final String VALUE = "the value of secrets";
    private static final String PASSPHRASE = "passphrase-of-secrets";

    @TempDir
    private Path place;

    @Test
    void neitherATableNorAKeyNorAGroupNorAValueNorThePassphraseShows() throws Exception {
        Path directory = place.resolve("store");
        try (RecordStore store = RecordStore.open(directory, TestKeys.passphrase(PASSPHRASE))) {
            for (int i = 0; i < 2; i++) {
                store.write(tx -> {
                    tx.put(Table.of(TABLE), KEY, VALUE.getBytes(UTF_8), GROUP);
                    tx.put(MapTable.of(MAP), KEY, KEY2, VALUE.getBytes(UTF_8));
                });
                store.read(tx -> tx.getAll(MapTable.of(MAP)));
                store.vacuum(); // once, so that both the database and the log have something
            }
            store.write(tx -> tx.put(Table.of(TABLE), "another " + KEY, VALUE.getBytes(UTF_8), GROUP));
            assertThat(contents(directory))
                    .containsKeys("records.db", "records.db-wal", "records.db-shm")
                    .allSatisfy((name, content) -> assertThat(content)
                            .as(name)
                            .doesNotContain(TABLE, MAP, KEY, KEY2, GROUP, VALUE, PASSPHRASE));
        }
    }

    @Test
    void inAPlainDatabaseTheyWouldBeFound() throws Exception {
        Path directory = Files.createDirectory(place.resolve("plain"));
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("records.db"));
                Statement statement = plain.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE \"" + TABLE + "\" (key, value)");
            statement.execute("INSERT INTO \"" + TABLE + "\" VALUES ('" + KEY + "', '" + VALUE + "')");
            assertThat(contents(directory).get("records.db-wal")).contains(TABLE, KEY, VALUE);
        }
        assertThat(contents(directory).get("records.db")).contains(TABLE, KEY, VALUE);
    }

    /** Of a copy that another process makes: this one must not open them. */
    private Map<String, String> contents(Path directory) throws IOException, InterruptedException {
        Path copy = place.resolve("copy of " + directory.getFileName());
        assertThat(new ProcessBuilder(List.of("cp", "-r", directory.toString(), copy.toString()))
                        .start()
                        .waitFor())
                .isZero();
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(copy)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file, ISO_8859_1));
                Files.delete(file);
            }
        }
        Files.delete(copy);
        return contents;
    }
}
