// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.nio.ByteBuffer;

/**
 * Where a record lies: everything about it that is not in its sealed part, to which that is bound.
 *
 * @param table the table's number
 * @param key1 hash of the first key
 * @param key2 hash of the second; empty if there is none
 * @param group hash of the group; empty if it is in none
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record Address(long table, byte[] key1, byte[] key2, byte[] group) {

    static final byte[] NONE = new byte[0];

    /** What a value of an epoch is bound to: no two different places or epochs give the same bytes. */
    byte[] bind(byte[] store, long epoch) {
        return ByteBuffer.allocate(store.length + 2 * Long.BYTES + 3 + key1.length + key2.length + group.length)
                .put(store)
                .putLong(table)
                .putLong(epoch)
                .put((byte) key1.length)
                .put((byte) key2.length)
                .put((byte) group.length)
                .put(key1)
                .put(key2)
                .put(group)
                .array();
    }
}
