// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.secrets.PassphraseKdf;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnsafePlaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreOpeningTest {

    private static final Table ROOMS = Table.of("rooms");

    @TempDir
    private Path place;

    @Test
    void anotherKeyIsWrongAndChangesNothing() throws IOException {
        fill(TestKeys.FIRST);
        assertWrongKeyChangesNothing(TestKeys.SECOND);
        assertWrongKeyChangesNothing(TestKeys.passphrase("a passphrase"));
        assertHolds(TestKeys.FIRST, "value");
    }

    @Test
    void anotherPassphraseIsWrongAndChangesNothing() throws IOException {
        fill(TestKeys.passphrase("the passphrase"));
        assertWrongKeyChangesNothing(TestKeys.passphrase("another"));
        assertWrongKeyChangesNothing(TestKeys.FIRST);
        assertHolds(TestKeys.passphrase("the passphrase"), "value");
    }

    private void assertWrongKeyChangesNothing(StoreKey key) throws IOException {
        Map<String, List<Byte>> before = contents();
        assertThatExceptionOfType(WrongKeyException.class)
                .isThrownBy(() -> RecordStore.open(store(), key))
                .returns("HF-0618", HoldfastException::code);
        assertThat(contents()).isEqualTo(before);
    }

    private Map<String, List<Byte>> contents() throws IOException {
        try (Stream<Path> files = Files.list(store())) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), StoreOpeningTest::bytes));
        }
    }

    private static List<Byte> bytes(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i]).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPassphraseWhoseAlgorithmIsNotAtHandIsNoWrongPassphrase() {
        fill(TestKeys.passphrase("the passphrase"));
        assertRefused("HF-0627", passphrase(new TestKeys.CheapKdf("cheap 2")));
    }

    @Test
    void aRekeyFromOneAlgorithmToAnotherThatIsCutOffIsFinishedWithEitherAlone() {
        StoreKey former = passphrase(new TestKeys.CheapKdf("cheap 1"));
        StoreKey next = passphrase(new TestKeys.CheapKdf("cheap 2"));
        for (StoreKey key : List.of(former, next)) {
            fill(former);
            try (RecordStore store = RecordStore.open(store(), former)) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> store.rekey(next, () -> {
                            throw new IllegalStateException("the app's end");
                        }));
            }
            assertRefused("HF-0627", passphrase(new TestKeys.CheapKdf("cheap 3")));
            try (RecordStore store = RecordStore.open(store(), key)) {
                store.rekey(former);
            }
        }
    }

    @Test
    void aPassphraseBecomesAKeyOnceWhenTheStoreIsMadeAndOnceWhenItIsOpened() {
        AtomicInteger derived = new AtomicInteger();
        TestKeys.CheapKdf cheap = new TestKeys.CheapKdf("cheap 1");
        StoreKey key = passphrase(new PassphraseKdf() {
            @Override
            public String parameters() {
                return cheap.parameters();
            }

            @Override
            public SecretBytes derive(SecretString passphrase, byte[] salt, String parameters) {
                derived.incrementAndGet();
                return cheap.derive(passphrase, salt, parameters);
            }
        });
        RecordStore.open(store(), key).close();
        assertThat(derived).hasValue(1);
        RecordStore.open(store(), key).close();
        assertThat(derived).hasValue(2);
    }

    private static StoreKey passphrase(PassphraseKdf kdf) {
        return StoreKey.passphrase(SecretString.copyOf("the passphrase"), kdf);
    }

    @Test
    void aKeyThatIsTooShortIsNone() {
        SecretBytes tooShort = SecretBytes.copyOf(new byte[31]);
        assertThatIllegalArgumentException().isThrownBy(() -> StoreKey.of(tooShort));
    }

    @Test
    void aDatabaseOfSomebodyElseIsLeftAlone() throws Exception {
        Files.createDirectory(
                store(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (Connection plain = plain(file());
                Statement statement = plain.createStatement()) {
            statement.execute("CREATE TABLE theirs (a)");
            statement.execute("INSERT INTO theirs VALUES (1)");
        }
        byte[] before = Files.readAllBytes(file());
        assertRefused("HF-0616", TestKeys.FIRST);
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void theDatabaseOfAStorageIsNoStoreOfRecords() throws Exception {
        SqliteStorage.at(store()).close();
        Files.move(store().resolve("blobs.db"), file());
        assertRefused("HF-0616", TestKeys.FIRST);
    }

    @Test
    void aNewerLayoutIsLeftAlone() throws Exception {
        fill(TestKeys.FIRST);
        change("PRAGMA user_version = 2");
        byte[] before = Files.readAllBytes(file());
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> RecordStore.open(store(), TestKeys.FIRST))
                .returns("HF-0617", HoldfastException::code)
                .returns(UnreadableException.Reason.KEY_UNAVAILABLE, UnreadableException::reason);
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void aFileThatIsNoDatabaseIsLeftAlone() throws IOException {
        fill(TestKeys.FIRST);
        byte[] text = "No database, but long enough that one could be in it. "
                .repeat(40)
                .getBytes(UTF_8);
        Files.write(file(), text);
        assertRefused("HF-0614", TestKeys.FIRST);
        assertThat(Files.readAllBytes(file())).isEqualTo(text);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkInThePlaceOfTheDatabaseIsNotFollowed() throws IOException {
        fill(TestKeys.FIRST);
        Path elsewhere = place.resolve("elsewhere.db");
        Files.move(file(), elsewhere);
        Files.createSymbolicLink(file(), elsewhere);
        assertRefused("HF-0630", TestKeys.FIRST);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void othersCannotReadIt() throws IOException {
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            store.write(tx -> tx.put(ROOMS, "key", new byte[1]));
            try (Stream<Path> files = Files.list(store())) {
                assertThat(files.map(StoreOpeningTest::mode)).hasSize(4).containsOnly("rw-------");
            }
        }
        Files.setPosixFilePermissions(store(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatExceptionOfType(UnsafePlaceException.class)
                .isThrownBy(() -> RecordStore.open(store(), TestKeys.FIRST));
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDatabaseThatAnotherProgramKeepsLockedIsBusy() throws Exception {
        fill(TestKeys.FIRST);
        try (Connection plain = plain(file());
                Statement statement = plain.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            assertThatExceptionOfType(BusyException.class)
                    .isThrownBy(() ->
                            RecordStore.builder(store()).busy(Duration.ZERO).open(TestKeys.FIRST))
                    .returns("HF-0611", HoldfastException::code);
            statement.execute("ROLLBACK");
        }
        assertHolds(TestKeys.FIRST, "value");
    }

    @Test
    void aLockOfAnotherProgramIsWaitedForAndCounted() throws Exception {
        fill(TestKeys.FIRST);
        try (RecordStore store =
                        RecordStore.builder(store()).busy(Duration.ofMinutes(1)).open(TestKeys.FIRST);
                Connection plain = plain(file());
                Statement statement = plain.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            CompletableFuture<Void> written =
                    CompletableFuture.runAsync(() -> store.write(tx -> tx.put(ROOMS, "key", "later".getBytes(UTF_8))));
            while (store.activity().locks() == 0) {
                Thread.onSpinWait();
            }
            statement.execute("ROLLBACK");
            written.join();
            assertThat(store.activity()).isEqualTo(new StoreActivity(1, 0, 1));
        }
        assertHolds(TestKeys.FIRST, "later");
    }

    @Test
    void aStoreIsOpenOnceInThisJvm() {
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            assertRefused("HF-0110", TestKeys.FIRST);
            store.write(tx -> tx.put(ROOMS, "key", "still there".getBytes(UTF_8)));
        }
        assertHolds(TestKeys.FIRST, "still there");
    }

    @Test
    void anOlderStoreInThePlaceOfANewerOneIsNoticed() throws IOException {
        fill(TestKeys.FIRST);
        Path copy = Files.copy(file(), place.resolve("copy.db"));
        long known;
        try (RecordStore store = RecordStore.open(store(), TestKeys.FIRST)) {
            known = store.opens();
        }
        Files.copy(copy, file(), StandardCopyOption.REPLACE_EXISTING);
        RecordStore.Builder expecting = RecordStore.builder(store()).expecting(known);
        assertThatExceptionOfType(StoreRolledBackException.class)
                .isThrownBy(() -> expecting.open(TestKeys.FIRST))
                .returns("HF-0622", HoldfastException::code);
        assertThat(Files.readAllBytes(file())).isEqualTo(Files.readAllBytes(copy));
    }

    @Test
    void aStoreThatIsMissingIsOlderThanAnyThatWasOpened() {
        RecordStore.Builder expecting = RecordStore.builder(store()).expecting(1);
        assertThatExceptionOfType(StoreRolledBackException.class).isThrownBy(() -> expecting.open(TestKeys.FIRST));
    }

    @Test
    void aSessionThatMissedTheLastOpeningOpensTheStoreAllTheSame() {
        fill(TestKeys.FIRST);
        fill(TestKeys.FIRST);
        try (RecordStore store = RecordStore.builder(store()).expecting(1).open(TestKeys.FIRST)) {
            assertThat(store.opens()).isEqualTo(3);
        }
    }

    @Test
    void whatACrashLeavesBeforeTheLayoutIsAnEmptyStore() throws Exception {
        fill(TestKeys.FIRST);
        Files.delete(file());
        change("PRAGMA journal_mode = WAL");
        assertThat(file()).isNotEmptyFile();
        fill(TestKeys.SECOND);
        assertHolds(TestKeys.SECOND, "value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OFF", "NORMAL"})
    void aSettingThatSqliteDoesNotTakeIsNoticed(String synchronous) {
        fill(TestKeys.FIRST);
        try (Sql sql = Sql.open(file(), Duration.ZERO)) {
            Log.begin(sql);
            sql.begin();
            sql.run("ROLLBACK");
            sql.run("PRAGMA synchronous = " + synchronous);
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> Log.requireSync(sql, 2))
                    .returns("HF-0623", HoldfastException::code);
            sql.begin();
            assertThatExceptionOfType(HoldfastException.class)
                    .as("within a transaction nothing can be set")
                    .isThrownBy(() -> Log.begin(sql));
            sql.rollback();
        }
    }

    @Test
    void aDirectoryOfAnyNameCanHoldAStore() {
        Path strange = place.resolve("a b?c#d%41e&f=\u00e9");
        RecordStore.open(strange, TestKeys.FIRST).close();
        assertThat(strange.resolve("records.db")).exists();
    }

    private void fill(StoreKey key) {
        try (RecordStore store = RecordStore.open(store(), key)) {
            store.write(tx -> tx.put(ROOMS, "key", "value".getBytes(UTF_8)));
        }
    }

    private void assertHolds(StoreKey key, String value) {
        try (RecordStore store = RecordStore.open(store(), key)) {
            byte[] found = store.read(tx -> tx.get(ROOMS, "key")).orElseThrow();
            assertThat(new String(found, UTF_8)).isEqualTo(value);
            assertThat(store.check()).isEmpty();
        }
    }

    private void assertRefused(String code, StoreKey key) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> RecordStore.open(store(), key))
                .returns(code, HoldfastException::code);
    }

    private Path store() {
        return place.resolve("store");
    }

    private Path file() {
        return store().resolve("records.db");
    }

    private void change(String statement) throws SQLException {
        try (Connection plain = plain(file());
                Statement change = plain.createStatement()) {
            change.execute(statement);
        }
    }

    private static Connection plain(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
