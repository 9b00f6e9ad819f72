// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.InvalidNameException;
import dev.holdfast.storage.UnreadableException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One state of a store, whatever is written meanwhile. Valid within the function that was given it, on its thread.
 *
 * <p>Keys are any well-formed Unicode of at most 65,535 bytes in UTF-8, the empty text too. Values are the caller's own.
 * Maps have no order. What is given as a map is read whole: into memory it must fit. What is given one by one need not;
 * meanwhile the transaction can be used, and of what it puts or deletes some may still come and some may not.
 *
 * <p>Each method throws {@link UnreadableException} if a record is damaged (HF-0620) or a page is (HF-0613): other records
 * can still be read; {@link InvalidNameException} if a key is none; {@link HoldfastException} HF-0625 after the end.
 */
public interface ReadTransaction {

    /** The value of a key. */
    Optional<byte[]> get(Table table, String key);

    /** All values of a table, by their keys. */
    Map<String, byte[]> getAll(Table table);

    /** Gives each value of a table, with its key. */
    void forEach(Table table, BiConsumer<String, byte[]> taker);

    /** All values of a group, by their keys. */
    Map<String, byte[]> getGroup(Table table, String group);

    /** The value of a pair of keys. */
    Optional<byte[]> get(MapTable table, String key1, String key2);

    /** All values of a first key, by their second keys. */
    Map<String, byte[]> getAll(MapTable table, String key1);

    /** All values of a table, by both keys. */
    Map<String, Map<String, byte[]>> getAll(MapTable table);

    /** Gives each value of a first key, with its second key. */
    void forEach(MapTable table, String key1, BiConsumer<String, byte[]> taker);

    /** Gives each value of a table, with both keys. */
    void forEach(MapTable table, PairTaker taker);

    /** Takes what is found under two keys. */
    interface PairTaker {

        /** Takes one; what it throws ends the reading. */
        void accept(String key1, String key2, byte[] value);
    }

    /** All values of a group, by both keys. */
    Map<String, Map<String, byte[]>> getGroup(MapTable table, String group);
}
