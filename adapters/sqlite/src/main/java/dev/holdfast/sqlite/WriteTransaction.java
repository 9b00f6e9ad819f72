// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

/**
 * Changes that happen together or not at all. They are seen by this transaction at once, by others once it has ended, and
 * then survive a power cut. Deleting needs no readable record, so what is damaged can be deleted.
 *
 * <p>A record may be in a group of its table, such as the room that it is about, and is read and deleted with it. A record
 * that is put again is in the group that it is put into then, or in none.
 */
public interface WriteTransaction extends ReadTransaction {

    /** Sets the value of a key. */
    void put(Table table, String key, byte[] value);

    /** Sets the value of a key, in a group. */
    void put(Table table, String key, byte[] value, String group);

    /** Removes a key; whether it was there. */
    boolean delete(Table table, String key);

    /** Removes all of a group; how many there were. */
    int deleteGroup(Table table, String group);

    /** Removes all of a table; how many there were. */
    int deleteAll(Table table);

    /** Sets the value of a pair of keys. */
    void put(MapTable table, String key1, String key2, byte[] value);

    /** Sets the value of a pair of keys, in a group. */
    void put(MapTable table, String key1, String key2, byte[] value, String group);

    /** Removes a pair of keys; whether it was there. */
    boolean delete(MapTable table, String key1, String key2);

    /** Removes all of a first key; how many there were. */
    int deleteAll(MapTable table, String key1);

    /** Removes all of a group; how many there were. */
    int deleteGroup(MapTable table, String group);

    /** Removes all of a table; how many there were. */
    int deleteAll(MapTable table);
}
