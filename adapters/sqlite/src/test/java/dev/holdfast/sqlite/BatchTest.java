// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put waits, and nobody can tell. */
class BatchTest {

    private static final Table ROOMS = Table.of("rooms");
    private static final Table OTHERS = Table.of("others");

    @TempDir
    private Path place;

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 11, 499, 500, 501, 1_203})
    void howeverManyArePutAllAreThere(int count) {
        try (RecordStore store = open()) {
            store.write(tx -> {
                for (int i = 0; i < count; i++) {
                    tx.put(i % 2 == 0 ? ROOMS : OTHERS, "!" + i, bytes(i), "group " + i % 3);
                }
            });
        }
        try (RecordStore store = open()) {
            assertThat(store.report().records()).isEqualTo(count);
            assertThat(numbers(store.read(tx -> tx.getAll(ROOMS)))).hasSize((count + 1) / 2);
            assertThat(numbers(store.read(tx -> tx.getGroup(ROOMS, "group 0"))))
                    .allSatisfy((key, number) -> assertThat(number % 6).isZero());
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void theSameChangesInAnyOrderDoTheSameAsToAMap() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, Integer> model = new HashMap<>();
        try (RecordStore store = open()) {
            for (int transaction = 0; transaction < 20; transaction++) {
                store.write(tx -> {
                    for (int i = random.nextInt(100); i > 0; i--) {
                        change(tx, model, random);
                    }
                    assertThat(numbers(tx.getAll(ROOMS))).as("seed %d", seed).isEqualTo(model);
                });
            }
            assertThat(numbers(store.read(tx -> tx.getAll(ROOMS))))
                    .as("seed %d", seed)
                    .isEqualTo(model);
        }
    }

    private static void change(WriteTransaction tx, Map<String, Integer> model, Random random) {
        String key = "!" + random.nextInt(30);
        int number = random.nextInt();
        switch (random.nextInt(8)) {
            case 0 -> assertThat(tx.delete(ROOMS, key)).isEqualTo(model.remove(key) != null);
            case 1 ->
                assertThat(tx.get(ROOMS, key).map(BatchTest::number)).isEqualTo(Optional.ofNullable(model.get(key)));
            default -> {
                tx.put(ROOMS, key, bytes(number));
                model.put(key, number);
            }
        }
    }

    @Test
    void aValueThatTheCallerChangesAfterwardsIsStoredAsItWas() {
        try (RecordStore store = open()) {
            store.write(tx -> {
                byte[] value = bytes(1);
                tx.put(ROOMS, "!a", value);
                value[3] = 2;
            });
            assertThat(numbers(store.read(tx -> tx.getAll(ROOMS)))).containsExactly(Map.entry("!a", 1));
        }
    }

    private RecordStore open() {
        return RecordStore.open(place.resolve("store"), TestKeys.FIRST);
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    private static Map<String, Integer> numbers(Map<String, byte[]> values) {
        return values.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, it -> number(it.getValue())));
    }
}
