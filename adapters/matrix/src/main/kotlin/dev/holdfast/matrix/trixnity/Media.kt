// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.media.MediaStore
import de.connect2x.trixnity.client.media.PlatformMedia
import de.connect2x.trixnity.utils.ByteArrayFlow
import de.connect2x.trixnity.utils.toByteArray
import dev.holdfast.sqlite.MapTable
import dev.holdfast.sqlite.ReadTransaction
import dev.holdfast.sqlite.Table
import dev.holdfast.sqlite.WriteTransaction
import java.security.SecureRandom
import java.util.HexFormat
import java.util.Optional
import kotlin.jvm.optionals.getOrNull
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withContext

/**
 * Pictures and files: in the record store as all else is, sealed, cut into pieces so that none is ever in memory as a
 * whole. What the server has too makes room for others, the oldest first; what is still to be sent stays.
 *
 * @param most how many bytes of that are kept
 */
internal class Media(private val transactions: Transactions, private val most: Long) : MediaStore {
    private val media = Table.of("media files")
    private val pieces = MapTable.of("media pieces")
    private val unfinished = Table.of("media unfinished")

    /** A crash may have cut some off. */
    override suspend fun init(coroutineScope: CoroutineScope) {
        val cutOff = transactions.read { it.getAll(unfinished) }.keys
        cutOff.forEach { forget(it) }
    }

    override suspend fun addMedia(url: String, content: ByteArrayFlow) {
        val id = HexFormat.of().formatHex(ByteArray(ID_BYTES).also(RANDOM::nextBytes))
        try {
            val medium = write(id, content)
            transactions.write { it.take(url, medium) }
        } catch (failure: Throwable) {
            withContext(NonCancellable) { forget(id) }
            throw failure
        }
    }

    private suspend fun write(id: String, content: ByteArrayFlow): Medium {
        var count = 0
        var bytes = 0L
        content.cut(PIECE_BYTES).collect { piece ->
            transactions.write {
                if (count == 0) it.put(unfinished, id, ByteArray(0))
                it.put(pieces, id, count.toString(), piece)
            }
            count++
            bytes += piece.size
        }
        return Medium(id, count, bytes, 0, "")
    }

    private fun WriteTransaction.take(url: String, medium: Medium) {
        val others = getAll(media).mapValues { Medium.of(it.value) }
        others[url]?.let { deleteAll(pieces, it.id) }
        put(media, url, medium.copy(age = 1 + (others.values.maxOfOrNull(Medium::age) ?: 0)).toBytes())
        delete(unfinished, medium.id)
        makeRoom(others - url, most - medium.bytes)
    }

    private fun WriteTransaction.makeRoom(others: Map<String, Medium>, room: Long) {
        val ours = others.filterKeys { it.startsWith(FETCHED) }.entries.sortedBy { it.value.age }
        var kept = ours.sumOf { it.value.bytes }
        for ((url, medium) in ours) {
            if (kept <= room) break
            drop(url, medium)
            kept -= medium.bytes
        }
    }

    private fun WriteTransaction.drop(url: String, medium: Medium) {
        delete(media, url)
        deleteAll(pieces, medium.id)
    }

    private suspend fun forget(id: String) =
        transactions.write {
            it.deleteAll(pieces, id)
            it.delete(unfinished, id)
        }

    override suspend fun getMedia(url: String): PlatformMedia? =
        transactions.read { Optional.ofNullable(it.find(url)) }.getOrNull()?.let { Kept(content(it.second)) }

    /**
     * What is kept under an address, or was when it was to be sent: a crash may keep Trixnity from knowing that it was.
     */
    private fun ReadTransaction.find(url: String): Pair<String, Medium>? =
        get(media, url).map { url to Medium.of(it) }.getOrNull() ?: if (url.startsWith(TO_SEND)) findSent(url) else null

    private fun ReadTransaction.findSent(url: String): Pair<String, Medium>? =
        getAll(media).mapValues { Medium.of(it.value) }.entries.firstOrNull { it.value.origin == url }?.toPair()

    /** Fails if it made room while it was read. */
    private fun content(medium: Medium): ByteArrayFlow = flow {
        for (piece in 0 until medium.pieces) {
            emit(
                transactions.read { it.get(pieces, medium.id, piece.toString()) }.orElseThrow { Problems.mediumGone() }
            )
        }
    }

    override suspend fun deleteMedia(url: String) =
        transactions.write { write -> write.get(media, url).ifPresent { write.drop(url, Medium.of(it)) } }

    override suspend fun changeMediaUrl(oldUrl: String, newUrl: String) =
        transactions.write { write ->
            write.find(oldUrl)?.let { (url, medium) ->
                write.get(media, newUrl).ifPresent { write.drop(newUrl, Medium.of(it)) }
                write.delete(media, url)
                write.put(media, newUrl, medium.copy(origin = oldUrl).toBytes())
            }
        }

    override suspend fun clearCache() = deleteAll()

    override suspend fun deleteAll() =
        transactions.write {
            it.deleteAll(media)
            it.deleteAll(pieces)
            it.deleteAll(unfinished)
        }

    private companion object {
        const val FETCHED = "mxc://"
        const val TO_SEND = "upload://"
        const val PIECE_BYTES = 256 * 1024
        const val ID_BYTES = 16
        val RANDOM = SecureRandom()
    }
}

/**
 * What is known of one that is kept.
 *
 * @param id of its pieces
 * @param age counts up
 * @param origin its address before it was sent
 */
private data class Medium(val id: String, val pieces: Int, val bytes: Long, val age: Long, val origin: String) {
    fun toBytes() = Text.write(parts(id, pieces.toString(), bytes.toString(), age.toString(), origin))

    companion object {
        fun of(text: ByteArray): Medium {
            val (id, pieces, bytes, age, origin) = Text.read(text).split("\n")
            return Medium(id, pieces.toInt(), bytes.toLong(), age.toLong(), origin)
        }
    }
}

/** As Trixnity hands it on. */
private class Kept(private val content: ByteArrayFlow) : PlatformMedia, ByteArrayFlow by content {
    override fun transformByteArrayFlow(transformer: (ByteArrayFlow) -> ByteArrayFlow) = Kept(transformer(content))

    override suspend fun toByteArray(coroutineScope: CoroutineScope?, expectedSize: Long?, maxSize: Long?): ByteArray? =
        if (maxSize == null) content.toByteArray() else content.toByteArray(maxSize)
}

/** The same bytes, in pieces of that size but for the last. */
internal fun ByteArrayFlow.cut(size: Int): ByteArrayFlow = flow {
    val piece = ByteArray(size)
    var filled = 0
    collect { bytes ->
        var from = 0
        while (from < bytes.size) {
            val taken = minOf(size - filled, bytes.size - from)
            bytes.copyInto(piece, filled, from, from + taken)
            from += taken
            filled += taken
            if (filled == size) {
                emit(piece.copyOf())
                filled = 0
            }
        }
    }
    if (filled > 0) emit(piece.copyOf(filled))
}
