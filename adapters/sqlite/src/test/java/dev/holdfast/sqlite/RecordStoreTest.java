// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.InvalidNameException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordStoreTest {

    private static final Table ROOMS = Table.of("rooms");
    private static final MapTable MEMBERS = MapTable.of("members");

    @TempDir
    private Path place;

    private RecordStore store;

    @BeforeEach
    void openTheStore() {
        store = RecordStore.open(place.resolve("store"), TestKeys.FIRST);
    }

    @AfterEach
    void closeTheStore() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = RecordStore.open(place.resolve("store"), TestKeys.FIRST);
    }

    @Test
    void whatWasPutIsThereAfterReopening() {
        store.write(tx -> {
            tx.put(ROOMS, "!a", bytes("room a"));
            tx.put(MEMBERS, "!a", "@alice", bytes("joined"));
        });
        reopen();
        assertThat(room("!a")).contains("room a");
        assertThat(member("!a", "@alice")).contains("joined");
        assertThat(store.opens()).isEqualTo(2);
    }

    @Test
    void writesAreCountedAndThoseThatWereTakenBackToo() {
        store.write(tx -> tx.put(ROOMS, "!a", bytes("room a")));
        assertThatIllegalStateException()
                .isThrownBy(() -> store.write(tx -> {
                    tx.put(ROOMS, "!b", bytes("room b"));
                    throw new IllegalStateException("not after all");
                }));
        assertThat(rooms()).containsOnlyKeys("!a");
        assertThat(store.activity()).isEqualTo(new StoreActivity(1, 1, 0));
    }

    @Test
    void nothingIsWhereNothingWasPut() {
        assertThat(room("!a")).isEmpty();
        assertThat(member("!a", "@alice")).isEmpty();
        assertThat(rooms()).isEmpty();
        assertThat(store.<Map<String, byte[]>>read(tx -> tx.getAll(MEMBERS, "!a")))
                .isEmpty();
        assertThat(store.<Map<String, byte[]>>read(tx -> tx.getGroup(ROOMS, "space")))
                .isEmpty();
        store.write(tx -> {
            assertThat(tx.delete(ROOMS, "!a")).isFalse();
            assertThat(tx.deleteAll(MEMBERS, "!a")).isZero();
            assertThat(tx.deleteAll(ROOMS)).isZero();
        });
    }

    @Test
    void theLastValueOfAKeyCounts() {
        store.write(tx -> tx.put(ROOMS, "!a", bytes("first")));
        store.write(tx -> {
            tx.put(ROOMS, "!a", bytes("second"));
            assertThat(tx.get(ROOMS, "!a"))
                    .hasValueSatisfying(value -> assertThat(value).isEqualTo(bytes("second")));
        });
        assertThat(rooms()).containsExactly(Map.entry("!a", "second"));
    }

    @Test
    void aTableIsReadAndDeletedWhole() {
        store.write(tx -> {
            tx.put(ROOMS, "!a", bytes("1"));
            tx.put(ROOMS, "!b", bytes("2"));
            tx.put(Table.of("others"), "!c", bytes("3"));
        });
        assertThat(rooms()).containsOnly(Map.entry("!a", "1"), Map.entry("!b", "2"));
        assertThat(store.<Integer>writeAndGet(tx -> tx.deleteAll(ROOMS))).isEqualTo(2);
        assertThat(rooms()).isEmpty();
        assertThat(store.<Map<String, byte[]>>read(tx -> tx.getAll(Table.of("others"))))
                .hasSize(1);
    }

    @Test
    void aMapIsReadAndDeletedByItsFirstKey() {
        fillMembers();
        assertThat(texts(store.read(tx -> tx.getAll(MEMBERS, "!a"))))
                .containsOnly(Map.entry("@alice", "1"), Map.entry("@bob", "2"));
        assertThat(store.<Map<String, Map<String, byte[]>>>read(tx -> tx.getAll(MEMBERS)))
                .containsOnlyKeys("!a", "!b");
        assertThat(store.<Integer>writeAndGet(tx -> tx.deleteAll(MEMBERS, "!a")))
                .isEqualTo(2);
        assertThat(member("!a", "@alice")).isEmpty();
        assertThat(member("!b", "@alice")).contains("3");
        assertThat(store.<Boolean>writeAndGet(tx -> tx.delete(MEMBERS, "!b", "@alice")))
                .isTrue();
        assertThat(store.<Map<String, Map<String, byte[]>>>read(tx -> tx.getAll(MEMBERS)))
                .isEmpty();
    }

    private void fillMembers() {
        store.write(tx -> {
            tx.put(MEMBERS, "!a", "@alice", bytes("1"));
            tx.put(MEMBERS, "!a", "@bob", bytes("2"));
            tx.put(MEMBERS, "!b", "@alice", bytes("3"));
        });
    }

    @Test
    void aGroupIsReadAndDeletedTogether() {
        store.write(tx -> {
            tx.put(ROOMS, "!a", bytes("1"), "space");
            tx.put(ROOMS, "!b", bytes("2"), "space");
            tx.put(ROOMS, "!c", bytes("3"));
            tx.put(MEMBERS, "!a", "@alice", bytes("4"), "space");
        });
        assertThat(texts(store.read(tx -> tx.getGroup(ROOMS, "space")))).containsOnlyKeys("!a", "!b");
        assertThat(store.<Integer>writeAndGet(tx -> tx.deleteGroup(ROOMS, "space")))
                .isEqualTo(2);
        assertThat(rooms()).containsOnlyKeys("!c");
        assertThat(store.<Map<String, Map<String, byte[]>>>read(tx -> tx.getGroup(MEMBERS, "space")))
                .containsOnlyKeys("!a");
        assertThat(store.<Integer>writeAndGet(tx -> tx.deleteGroup(MEMBERS, "space")))
                .isEqualTo(1);
    }

    @Test
    void aRecordThatIsPutAgainIsInTheGroupThatItIsPutInto() {
        store.write(tx -> tx.put(ROOMS, "!a", bytes("1"), "first"));
        store.write(tx -> tx.put(ROOMS, "!a", bytes("2"), "second"));
        assertThat(texts(store.read(tx -> tx.getGroup(ROOMS, "first")))).isEmpty();
        assertThat(texts(store.read(tx -> tx.getGroup(ROOMS, "second")))).containsOnlyKeys("!a");
        store.write(tx -> tx.put(ROOMS, "!a", bytes("3")));
        assertThat(texts(store.read(tx -> tx.getGroup(ROOMS, "second")))).isEmpty();
        assertThat(room("!a")).contains("3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "\0", "\ud83d\ude00", "\u00e9", "e\u0301", "'; DROP TABLE record; --", "%_"})
    void anyTextIsAKey(String key) {
        store.write(tx -> {
            tx.put(ROOMS, key, bytes("room"));
            tx.put(MEMBERS, key, key, bytes("member"));
            tx.put(MEMBERS, key, key + "x", bytes("another"));
        });
        assertThat(rooms()).containsExactly(Map.entry(key, "room"));
        assertThat(member(key, key)).contains("member");
        assertThat(texts(store.read(tx -> tx.getAll(MEMBERS, key)))).containsOnlyKeys(key, key + "x");
    }

    @Test
    void aKeyOfHalfASurrogatePairOrOfMoreBytesThanFitIsRefused() {
        assertRefused(tx -> tx.put(ROOMS, "\ud83d", bytes("x")));
        assertRefused(tx -> tx.put(ROOMS, "a\ude00b", bytes("x")));
        assertRefused(tx -> tx.put(MEMBERS, "a", "x".repeat(65_536), bytes("x")));
        store.write(tx -> tx.put(ROOMS, "x".repeat(65_535), bytes("longest")));
        assertThat(rooms()).hasSize(1);
    }

    @Test
    void aTableWhoseNameIsNotWellFormedIsRefused() {
        assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> Table.of("\ud800"));
        assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> MapTable.of("a\udc00"));
    }

    private void assertRefused(Consumer<WriteTransaction> change) {
        assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> store.write(change));
    }

    @Test
    void theTwoKindsOfTablesOfOneNameHaveNothingInCommon() {
        store.write(tx -> {
            tx.put(Table.of("same"), "a", bytes("single"));
            tx.put(MapTable.of("same"), "a", "b", bytes("map"));
        });
        assertThat(texts(store.read(tx -> tx.getAll(Table.of("same"))))).containsExactly(Map.entry("a", "single"));
        assertThat(store.<Integer>writeAndGet(tx -> tx.deleteAll(MapTable.of("same"))))
                .isEqualTo(1);
        assertThat(texts(store.read(tx -> tx.getAll(Table.of("same"))))).hasSize(1);
    }

    @Test
    void aTransactionThatThrowsHasChangedNothing() {
        store.write(tx -> tx.put(ROOMS, "!a", bytes("before")));
        assertThatIllegalStateException()
                .isThrownBy(() -> store.write(tx -> {
                    tx.put(ROOMS, "!a", bytes("after"));
                    tx.put(Table.of("new"), "x", bytes("x"));
                    throw new IllegalStateException("the app's own");
                }));
        assertThat(room("!a")).contains("before");
        store.write(tx -> tx.put(Table.of("another"), "y", bytes("y")));
        assertThat(texts(store.read(tx -> tx.getAll(Table.of("new"))))).isEmpty();
        assertThat(texts(store.read(tx -> tx.getAll(Table.of("another"))))).containsOnlyKeys("y");
    }

    @Test
    void aReaderSeesOneStateWhateverIsWritten() throws InterruptedException {
        store.write(tx -> tx.put(ROOMS, "!a", bytes("before")));
        Thread[] writer = new Thread[1];
        CountDownLatch written = new CountDownLatch(1);
        store.read(tx -> {
            assertThat(tx.get(ROOMS, "!a")).isPresent();
            writer[0] = new Thread(() -> {
                store.write(other -> {
                    other.put(ROOMS, "!a", bytes("after"));
                    other.put(ROOMS, "!b", bytes("more"));
                });
                written.countDown();
            });
            writer[0].start();
            await(written);
            assertThat(texts(tx.getAll(ROOMS))).containsExactly(Map.entry("!a", "before"));
            return true;
        });
        writer[0].join();
        assertThat(room("!a")).contains("after");
    }

    @Test
    void aReaderThatSawThatATableIsMissingSeesThatStateOfOthersToo() {
        store.write(tx -> tx.put(ROOMS, "!a", bytes("before")));
        Table later = Table.of("later");
        store.read(tx -> {
            assertThat(tx.get(later, "!a")).isEmpty();
            Thread writer = new Thread(() -> store.write(other -> {
                other.put(ROOMS, "!a", bytes("after"));
                other.put(later, "!a", bytes("after"));
            }));
            writer.start();
            join(writer);
            assertThat(tx.get(ROOMS, "!a").map(RecordStoreTest::text)).contains("before");
            assertThat(tx.get(later, "!a")).isEmpty();
            return true;
        });
        assertThat(room("!a")).contains("after");
        assertThat(texts(store.read(tx -> tx.getAll(later)))).containsOnlyKeys("!a");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aReaderThatWaitsForOthersKeepsTheStoreFromClosingButNotForEver() throws Exception {
        RecordStore other = RecordStore.open(place.resolve("other"), TestKeys.FIRST);
        WaitingReader.with(other, other::close, () -> {
            assertCode("HF-0624", () -> other.write(tx -> tx.put(ROOMS, "!a", bytes("late"))));
            assertCode("HF-0624", () -> other.read(tx -> tx.get(ROOMS, "!a")));
        });
        assertCode("HF-0624", other::check);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTransactionIsOfNoUseAfterItsEnd() {
        ReadTransaction[] kept = new ReadTransaction[1];
        store.read(tx -> kept[0] = tx);
        assertCode("HF-0625", () -> kept[0].get(ROOMS, "!a"));
        store.write(tx -> kept[0] = tx);
        assertCode("HF-0625", () -> kept[0].getAll(ROOMS));
        assertCode("HF-0625", () -> ((WriteTransaction) kept[0]).put(ROOMS, "!a", bytes("late")));
    }

    @Test
    void oneTransactionWithinAnotherIsRefused() {
        assertCode("HF-0626", () -> store.write(tx -> store.write(inner -> inner.put(ROOMS, "!a", bytes("x")))));
        assertCode("HF-0626", () -> store.read(tx -> store.read(inner -> inner.get(ROOMS, "!a"))));
        assertCode(
                "HF-0626",
                () -> store.read(tx -> {
                    store.close();
                    return true;
                }));
        store.write(tx -> tx.put(ROOMS, "!a", bytes("x")));
        assertThat(room("!a")).contains("x");
    }

    @Test
    void aClosedStoreRefuses() {
        store.close();
        store.close();
        assertCode("HF-0624", () -> store.write(tx -> tx.put(ROOMS, "!a", bytes("x"))));
        assertCode("HF-0624", () -> room("!a"));
        assertCode("HF-0624", store::check);
        assertCode("HF-0624", store::vacuum);
        assertCode("HF-0624", store::rekey);
    }

    @Test
    void anInterruptedThreadReadsAndWritesAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        store.write(tx -> tx.put(ROOMS, "!a", bytes("x")));
        assertThat(room("!a")).contains("x");
        store.backup(place.resolve("backup"));
        reopen();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aReportCountsRecordsAndBytes() {
        fillMembers();
        store.write(tx -> tx.put(ROOMS, "!a", new byte[1000]));
        StoreReport report = store.report();
        assertThat(report.records()).isEqualTo(4);
        assertThat(report.opens()).isEqualTo(1);
        assertThat(report.tables()).extracting(StoreReport.TableSize::name).containsExactly("members", "rooms");
        assertThat(report.tables().get(1).bytes()).isBetween(1000L, 1100L);
        assertThat(report.databaseBytes()).isPositive();
        assertThat(report.logBytes()).isPositive();
    }

    @Test
    void vacuumGivesBackTheRoomOfWhatWasDeleted() {
        store.write(tx -> {
            for (int i = 0; i < 1000; i++) {
                tx.put(ROOMS, "!" + i, new byte[1000]);
            }
        });
        store.write(tx -> tx.deleteAll(ROOMS));
        long before = store.report().databaseBytes();
        assertThat(store.report().freeBytes()).isGreaterThan(before / 2);
        store.vacuum();
        assertThat(store.report().freeBytes()).isZero();
        assertThat(store.report().databaseBytes()).isLessThan(before / 10);
        assertThat(store.check()).isEmpty();
    }

    @Test
    void nothingOfItIsSaidByItsTexts() {
        assertThat(store).hasToString("RecordStore[" + place.resolve("store") + "]");
        assertThat(TestKeys.FIRST).hasToString("StoreKey[...]");
    }

    private static void assertCode(String code, Runnable call) {
        assertThatExceptionOfType(HoldfastException.class).isThrownBy(call::run).returns(code, HoldfastException::code);
    }

    private Map<String, String> rooms() {
        return texts(store.read(tx -> tx.getAll(ROOMS)));
    }

    private Optional<String> room(String key) {
        return store.<Optional<byte[]>>read(tx -> tx.get(ROOMS, key)).map(RecordStoreTest::text);
    }

    private Optional<String> member(String key1, String key2) {
        return store.<Optional<byte[]>>read(tx -> tx.get(MEMBERS, key1, key2)).map(RecordStoreTest::text);
    }

    private static Map<String, String> texts(Map<String, byte[]> values) {
        return values.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue())));
    }

    private static String text(byte[] value) {
        return new String(value, UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
