// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are given one by one, of tables that need not fit into memory. */
class StreamTest {

    private static final Table ROOMS = Table.of("rooms");
    private static final MapTable MEMBERS = MapTable.of("members");
    private static final int MANY = 1_203; // more than two pages

    @TempDir
    private Path place;

    private RecordStore store;

    @BeforeEach
    void open() {
        store = RecordStore.open(place.resolve("store"), TestKeys.FIRST);
        store.write(tx -> {
            for (int i = 0; i < MANY; i++) {
                tx.put(ROOMS, "!" + i, new byte[i % 7]);
                tx.put(MEMBERS, "!" + i % 3, "@" + i, new byte[i % 7]);
            }
            tx.put(Table.of("others"), "!other", new byte[1]);
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void eachComesOnce() {
        Set<String> seen = new HashSet<>();
        store.read(tx -> {
            tx.forEach(
                    ROOMS,
                    (key, value) ->
                            assertThat(seen.add(key + " " + value.length)).isTrue());
            tx.forEach(
                    MEMBERS,
                    (key1, key2, value) ->
                            assertThat(seen.add(key1 + " " + key2)).isTrue());
            tx.forEach(
                    MEMBERS,
                    "!1",
                    (key2, value) -> assertThat(seen.add("of !1 " + key2)).isTrue());
            tx.forEach(Table.of("none"), (key, value) -> seen.add("none"));
            return true;
        });
        assertThat(seen)
                .hasSize(2 * MANY + MANY / 3)
                .contains("!5 5", "!2 @5", "of !1 @4")
                .doesNotContain("none");
    }

    @Test
    void whoIsGivenThemReadsAndWrites() {
        store.write(tx -> tx.forEach(ROOMS, (key, value) -> {
            assertThat(tx.get(ROOMS, key)).isPresent();
            tx.delete(ROOMS, key);
            tx.forEach(MEMBERS, key, (key2, member) -> tx.delete(MEMBERS, key, key2));
        }));
        assertThat(store.report().records()).isEqualTo(1);
    }

    @Test
    void whatTheTakerThrowsEndsTheReadingAndTheTransactionGoesOn() {
        store.write(tx -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> tx.forEach(ROOMS, (key, value) -> {
                        throw new IllegalStateException("the app's own");
                    }));
            tx.put(ROOMS, "!more", new byte[0]);
            assertThat(tx.getAll(ROOMS)).hasSize(MANY + 1);
        });
    }

    @Test
    void aTableThatDoesNotFitIntoMemoryIsRead() throws Exception {
        store.write(tx -> {
            for (int i = 0; i < 20; i++) {
                tx.put(ROOMS, "large " + i, new byte[2 << 20]);
            }
        });
        store.close();
        String directory = place.resolve("store").toString();
        assertThat(ChildJvm.start(ReadingChild.class, directory, "one by one").waitFor())
                .isZero();
        assertThat(ChildJvm.start(ReadingChild.class, directory, "as a map").waitFor())
                .as("the control")
                .isNotZero();
    }

    /** A process with little memory that reads all rooms, one by one or as a map. */
    static final class ReadingChild {

        private ReadingChild() {}

        public static void main(String[] args) {
            try (RecordStore store = RecordStore.open(Path.of(args[0]), TestKeys.FIRST)) {
                int[] count = new int[1];
                store.read(tx -> {
                    if (args[1].equals("as a map")) {
                        count[0] = tx.getAll(ROOMS).size();
                    } else {
                        tx.forEach(ROOMS, (key, value) -> count[0]++);
                    }
                    return true;
                });
                System.exit(count[0] == MANY + 20 ? 0 : 1);
            } catch (OutOfMemoryError e) {
                System.exit(2);
            }
        }
    }
}
