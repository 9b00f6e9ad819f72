// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.store.repository.FullRepository
import de.connect2x.trixnity.client.store.repository.MapRepository
import de.connect2x.trixnity.client.store.repository.MinimalRepository
import de.connect2x.trixnity.core.model.RoomId
import dev.holdfast.sqlite.MapTable
import dev.holdfast.sqlite.Table
import dev.holdfast.sqlite.WriteTransaction
import kotlin.jvm.optionals.getOrNull

/** One key of several parts, none of which has a line break. */
internal fun parts(vararg parts: String) = parts.joinToString("\n")

/** A repository of one table. */
internal abstract class Values<K, V>(
    protected val transactions: Transactions,
    name: String,
    private val format: Format<V>,
) : MinimalRepository<K, V> {
    protected val table: Table = Table.of(name)

    /** As a text that no other key has. */
    protected open fun text(key: K): String = serializeKey(key)

    /** What a value is read and deleted with. */
    protected open fun group(key: K, value: V): String? = null

    override suspend fun get(key: K): V? = transactions.read { it.get(table, text(key)) }.getOrNull()?.let(format::read)

    override suspend fun save(key: K, value: V) {
        val bytes = format.write(value)
        val group = group(key, value)
        transactions.write {
            if (group == null) it.put(table, text(key), bytes) else it.put(table, text(key), bytes, group)
        }
    }

    override suspend fun delete(key: K) = transactions.write { it.delete(table, text(key)) }

    override suspend fun deleteAll() = transactions.write { it.deleteAll(table) }

    protected suspend fun all(): List<V> = transactions.read { it.getAll(table) }.values.map(format::read)

    protected suspend fun allOf(group: String): List<V> =
        transactions.read { it.getGroup(table, group) }.values.map(format::read)

    open suspend fun deleteByRoomId(roomId: RoomId) {
        transactions.write { it.deleteGroup(table, roomId.full) }
    }
}

/** A repository of one table that is read as a whole, too. */
internal abstract class AllValues<K, V>(transactions: Transactions, name: String, format: Format<V>) :
    Values<K, V>(transactions, name, format), FullRepository<K, V> {
    override suspend fun getAll(): List<V> = all()
}

/** A repository of a table of two keys. */
internal abstract class Maps<K1, K2, V>(
    protected val transactions: Transactions,
    name: String,
    private val format: Format<V>,
) : MapRepository<K1, K2, V> {
    protected val table: MapTable = MapTable.of(name)

    protected abstract fun first(key: K1): String

    protected abstract fun second(key: K2): String

    protected abstract fun parsed(text: String): K2

    /** The room that a first key is about. */
    protected open fun room(key: K1): RoomId? = null

    override suspend fun get(firstKey: K1): Map<K2, V> =
        transactions
            .read { it.getAll(table, first(firstKey)) }
            .entries
            .associate { (key, bytes) -> parsed(key) to format.read(bytes) }

    override suspend fun get(firstKey: K1, secondKey: K2): V? =
        transactions.read { it.get(table, first(firstKey), second(secondKey)) }.getOrNull()?.let(format::read)

    override suspend fun save(firstKey: K1, secondKey: K2, value: V) {
        val bytes = format.write(value)
        transactions.write { it.put(firstKey, secondKey, bytes) }
    }

    private fun WriteTransaction.put(firstKey: K1, secondKey: K2, bytes: ByteArray) {
        val room = room(firstKey)
        if (room == null) put(table, first(firstKey), second(secondKey), bytes)
        else put(table, first(firstKey), second(secondKey), bytes, room.full)
    }

    override suspend fun delete(firstKey: K1, secondKey: K2) =
        transactions.write { it.delete(table, first(firstKey), second(secondKey)) }

    override suspend fun deleteAll() = transactions.write { it.deleteAll(table) }

    open suspend fun deleteByRoomId(roomId: RoomId) {
        transactions.write { it.deleteGroup(table, roomId.full) }
    }
}
