// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A process that counts: each number goes, in one transaction, into a table of single keys, and into a map for each of its
 * members, and is printed once that is acknowledged. It re-keys now and then. Ends when it is killed.
 */
final class WritingChild {

    static final Table COUNT = Table.of("count");
    static final MapTable MEMBERS = MapTable.of("members");
    static final int SIZE = 20;

    private WritingChild() {}

    /** Argument: the store's directory. */
    public static void main(String[] args) {
        try (RecordStore store = RecordStore.open(Path.of(args[0]), TestKeys.FIRST)) {
            for (int number = count(store) + 1; ; number++) {
                write(store, number);
                System.out.println(number);
                if (number % 7 == 0) {
                    store.rekey();
                }
            }
        }
    }

    private static void write(RecordStore store, int number) {
        store.write(tx -> {
            tx.put(COUNT, "count", bytes(number, Integer.BYTES));
            for (int i = 0; i < SIZE; i++) {
                tx.put(MEMBERS, "room", "member " + i, bytes(number, 1_000 + number % 3_000));
            }
        });
    }

    /** The number, again and again. */
    private static byte[] bytes(int number, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) number);
        return ByteBuffer.wrap(bytes).putInt(number).array();
    }

    /** The number; fails if a transaction is half there. */
    static int count(RecordStore store) {
        return store.read(tx -> {
            int number = tx.get(COUNT, "count").map(WritingChild::number).orElse(0);
            tx.getAll(MEMBERS, "room").forEach((member, bytes) -> {
                if (!Arrays.equals(bytes, bytes(number, 1_000 + number % 3_000))) {
                    throw new AssertionError("Half a transaction: " + number + " and " + number(bytes));
                }
            });
            return number;
        });
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }
}
