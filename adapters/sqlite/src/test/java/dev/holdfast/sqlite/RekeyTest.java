// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.UnreadableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
        damage();
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            assertDamaged(() -> store.rekey(TestKeys.SECOND));
            assertThat(store.check()).containsExactly("1 records do not open");
        }
        for (StoreKey key : List.of(TestKeys.SECOND, TestKeys.FIRST, TestKeys.SECOND)) {
            try (RecordStore store = RecordStore.open(store(), key)) {
                assertThat(store.check()).containsExactly("1 records do not open");
            }
        }
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            List<String> damaged = damaged(store);
            store.write(tx -> damaged.forEach(key -> tx.delete(ROOMS, key)));
            store.rekey(TestKeys.SECOND);
            assertThat(store.check()).isEmpty();
        }
        assertWrong(TestKeys.FIRST);
        try (RecordStore store = RecordStore.open(store(), TestKeys.SECOND)) {
            assertThat(store.read(tx -> tx.getAll(ROOMS)).size()).isEqualTo(MANY - 1);
        }
    }

    @Test
    void aDamagedPageKeepsNeitherKeyFromOpeningAStoreWhoseRekeyWasCutOff() throws IOException {
        fill();
        cutOff(TestKeys.SECOND);
        try (RandomAccessFile file =
                new RandomAccessFile(store().resolve("records.db").toFile(), "rw")) {
            assertThat(file.length()).isGreaterThan(40 * 4096);
            file.seek(20 * 4096);
            file.write(new byte[4096]);
        }
        for (StoreKey key : List.of(TestKeys.SECOND, TestKeys.FIRST, TestKeys.SECOND)) {
            try (RecordStore store = RecordStore.open(store(), key)) {
                assertThat(store.check()).isNotEmpty();
            }
        }
    }

    private void cutOff(StoreKey next) {
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            assertCutOff(store, next);
        }
    }

    /** When some of it is sealed anew. */
    private static void assertCutOff(RecordStore store, StoreKey next) {
        int[] steps = new int[1];
        assertThatIllegalStateException()
                .isThrownBy(() -> store.rekey(next, () -> {
                    if (++steps[0] == 3) {
                        throw new IllegalStateException("the app's end");
                    }
                }));
    }

    @Test
    void aSecondAttemptLeavesNothingOfTheFirst() {
        fill();
        Path copy;
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            assertCutOff(store, TestKeys.of(3));
            assertCutOff(store, TestKeys.passphrase("chosen"));
            assertCutOff(store, TestKeys.passphrase("chosen")); // which has another salt
            copy = copy(0);
            store.rekey(TestKeys.SECOND);
        }
        assertOpens(TestKeys.SECOND);
        assertWrong(TestKeys.FIRST);
        assertGoesOn(copyOf(copy, "first"), TestKeys.FIRST, TestKeys.passphrase("chosen"));
        assertGoesOn(copyOf(copy, "chosen"), TestKeys.passphrase("chosen"), TestKeys.FIRST);
        assertGoesOn(copyOf(copy, "forgotten"), TestKeys.FIRST, TestKeys.of(3));
    }

    @Test
    void aSecondAttemptWhoseRecordIsDamagedStillHasItsKeysOpenTheStore() throws SQLException {
        fill();
        damage();
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            assertDamaged(() -> store.rekey(TestKeys.of(3)));
            assertDamaged(() -> store.rekey(TestKeys.SECOND));
        }
        assertWrong(TestKeys.of(3));
        for (StoreKey key : List.of(TestKeys.FIRST, TestKeys.SECOND)) {
            try (RecordStore store = RecordStore.open(store(), key)) {
                assertThat(damaged(store)).hasSize(1);
            }
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void oneRekeyWaitsForTheOther() throws InterruptedException {
        fill();
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            Thread other = new Thread(store::rekey);
            store.rekey(TestKeys.SECOND, () -> startOnce(other));
            other.join();
        }
        assertWrong(TestKeys.FIRST);
        assertOpens(TestKeys.SECOND);
    }

    /** Until it waits. */
    private static void startOnce(Thread other) {
        if (other.getState() == Thread.State.NEW) {
            other.start();
            awaitWaiting(other);
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aReaderThatWaitsForOthersToReadAndToWriteIsNotInItsWay() throws Exception {
        fill();
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            WaitingReader.with(store, () -> store.rekey(TestKeys.SECOND), () -> {
                store.write(tx -> tx.put(ROOMS, "!1", "room 1".getBytes(UTF_8)));
                assertWhole(store);
            });
            assertWhole(store);
        }
        assertOpens(TestKeys.SECOND);
        assertWrong(TestKeys.FIRST);
    }

    @Test
    void theKeysOfFormerEpochsAreWiped() {
        StoreSettings settings = new StoreSettings(
                store(), Durability.DURABLE, 0, Duration.ZERO, 1 << 20, bytes -> {}, new SecureRandom());
        OpenStore open = OpenStore.open(settings, TestKeys.FIRST);
        Writer writer = new Writer(open);
        Readers<Session> readers = new Readers<>(open::reader, Session::close, IllegalStateException::new);
        SecretBytes former = open.keys().of(1).orElseThrow();
        new Rekey(open, writer, readers).run(open::wrapping, () -> {});
        SecretBytes recent = open.keys().of(2).orElseThrow();
        assertWiped(former);
        assertThat(recent.reveal()).hasSize(32);
        open.close();
        assertWiped(recent);
    }

    private static void assertWiped(SecretBytes key) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(key::reveal)
                .returns("HF-0301", HoldfastException::code);
    }

    private static void assertDamaged(ThrowingCallable rekey) {
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(rekey)
                .returns("HF-0620", HoldfastException::code);
    }

    private void damage() throws SQLException {
        change("UPDATE record SET sealed = zeroblob(length(sealed)) WHERE id = 700");
    }

    private static List<String> damaged(RecordStore store) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> "!" + i)
                .filter(key -> isDamaged(store, key))
                .toList();
    }

    private static boolean isDamaged(RecordStore store, String key) {
        try {
            return store.read(tx -> tx.get(ROOMS, key).isEmpty());
        } catch (UnreadableException e) {
            return true;
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
