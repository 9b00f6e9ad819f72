// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RekeyTest {

    private static final Table ROOMS = Table.of("rooms");
    private static final int MANY = 1_200; // more than two batches

    @TempDir
    private Path place;

    @Test
    void afterwardsTheNewKeyAloneOpensTheStore() {
        fill();
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            store.rekey(TestKeys.SECOND);
            assertWhole(store);
        }
        assertWrong(TestKeys.FIRST);
        assertOpens(TestKeys.SECOND);
    }

    @Test
    void aKeyIsExchangedForAPassphraseAndBack() {
        fill();
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            store.rekey(TestKeys.passphrase("chosen"));
        }
        assertWrong(TestKeys.FIRST);
        try (RecordStore store = RecordStore.open(store(), TestKeys.passphrase("chosen"))) {
            store.rekey(TestKeys.FIRST);
        }
        assertOpens(TestKeys.FIRST);
    }

    @Test
    void everyValueIsSealedAnewAndEveryHashStays() throws SQLException {
        fill();
        List<String> keys = column("SELECT hex(key) FROM record ORDER BY id");
        List<String> values = column("SELECT hex(sealed) FROM record UNION SELECT hex(sealed) FROM name");
        List<String> wraps = column("SELECT hex(sealed) FROM wrap");
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            store.rekey();
        }
        assertThat(column("SELECT hex(key) FROM record ORDER BY id")).isEqualTo(keys);
        assertThat(column("SELECT hex(sealed) FROM record UNION SELECT hex(sealed) FROM name"))
                .hasSameSizeAs(values)
                .doesNotContainAnyElementsOf(values);
        assertThat(column("SELECT hex(sealed) FROM wrap")).hasSize(1).doesNotContainAnyElementsOf(wraps);
        assertOpens(TestKeys.FIRST);
    }

    @Test
    void theFormerWrapIsNowhereInTheFiles() throws Exception {
        fill();
        byte[] before = wrap();
        assertThat(files()).as("the control").anyMatch(content -> contains(content, before));
        RecordStore store = RecordStore.open(store(), TestKeys.FIRST);
        try {
            store.rekey(TestKeys.SECOND);
        } finally {
            store.close();
        }
        assertThat(files()).noneMatch(content -> contains(content, before));
    }

    /** The files are copied as a kill would leave them, after each commit that a re-key makes. */
    @Test
    void killedAnywhereItOpensWithEitherKeyAndGoesOn() throws IOException {
        fill();
        List<Path> copies = new ArrayList<>();
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            store.rekey(TestKeys.SECOND, () -> copies.add(copy(copies.size())));
        }
        assertThat(copies).hasSizeGreaterThan(4);
        for (Path copy : copies) {
            assertGoesOn(copyOf(copy, "first"), TestKeys.FIRST, TestKeys.SECOND);
            assertGoesOn(copyOf(copy, "second"), TestKeys.SECOND, TestKeys.FIRST);
        }
    }

    private static void assertGoesOn(Path directory, StoreKey key, StoreKey other) {
        try (RecordStore store = RecordStore.open(directory, key)) {
            assertWhole(store);
        }
        assertThatExceptionOfType(WrongKeyException.class)
                .as("the key that opened it is the one that stays")
                .isThrownBy(() -> RecordStore.open(directory, other));
    }

    @Test
    void othersWriteAndReadMeanwhile() {
        fill();
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            int[] steps = new int[1];
            store.rekey(TestKeys.SECOND, () -> {
                store.write(tx -> tx.put(ROOMS, "step " + steps[0]++, new byte[10]));
                assertThat(store.<Map<String, byte[]>>read(tx -> tx.getAll(ROOMS)))
                        .hasSize(MANY + steps[0]);
            });
            assertThat(steps[0]).isGreaterThan(3);
        }
        try (RecordStore store = RecordStore.open(store(), TestKeys.SECOND)) {
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void aDamagedRecordStopsItAndBothKeysGoOnToOpenTheStore() throws SQLException {
        fill();
        change("UPDATE record SET sealed = zeroblob(length(sealed)) WHERE id = 700");
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            assertThatExceptionOfType(UnreadableException.class)
                    .isThrownBy(() -> store.rekey(TestKeys.SECOND))
                    .returns("HF-0620", HoldfastException::code);
            assertThat(store.check()).containsExactly("1 records do not open");
        }
        change("DELETE FROM record WHERE id = 700");
        try (RecordStore store = RecordStore.open(store(), TestKeys.SECOND)) {
            assertThat(store.check()).isEmpty();
        }
    }

    private void fill() {
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            store.write(tx -> {
                for (int i = 0; i < MANY; i++) {
                    tx.put(ROOMS, "!" + i, ("room " + i).getBytes(UTF_8));
                }
            });
        }
    }

    private static void assertWhole(RecordStore store) {
        store.read(tx -> {
            assertThat(tx.getAll(ROOMS)).hasSize(MANY);
            assertThat(new String(tx.get(ROOMS, "!77").orElseThrow(), UTF_8)).isEqualTo("room 77");
            return true;
        });
        assertThat(store.check()).isEmpty();
    }

    private void assertOpens(StoreKey key) {
        try (RecordStore store = RecordStore.open(store(), key)) {
            assertWhole(store);
        }
    }

    private void assertWrong(StoreKey key) {
        assertThatExceptionOfType(WrongKeyException.class).isThrownBy(() -> RecordStore.open(store(), key));
    }

    private Path store() {
        return place.resolve("store");
    }

    private Path copy(int number) {
        return copyOf(store(), "copy " + number);
    }

    /** Not while a connection of this process is to survive: what is copied is read, and its closing drops locks. */
    private Path copyOf(Path from, String name) {
        Path to = place.resolve(from.getFileName() + " " + name);
        try {
            new ProcessBuilder("cp", "-rp", from.toString(), to.toString())
                    .start()
                    .waitFor();
            return to;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] wrap() throws SQLException {
        return HexFormat.of().parseHex(column("SELECT hex(sealed) FROM wrap").get(0));
    }

    private List<byte[]> files() throws IOException {
        try (Stream<Path> files = Files.list(store())) {
            List<byte[]> contents = new ArrayList<>();
            for (Path file : files.toList()) {
                contents.add(Files.readAllBytes(file));
            }
            return contents;
        }
    }

    private static boolean contains(byte[] content, byte[] needle) {
        return new String(content, ISO_8859_1).contains(new String(needle, ISO_8859_1));
    }

    private List<String> column(String query) throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + store().resolve("records.db"));
                Statement statement = plain.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private void change(String statement) throws SQLException {
        try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + store().resolve("records.db"));
                Statement change = plain.createStatement()) {
            change.execute(statement);
        }
    }
}
