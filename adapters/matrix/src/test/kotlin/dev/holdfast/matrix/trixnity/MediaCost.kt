// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import dev.holdfast.secrets.SecretBytes
import dev.holdfast.sqlite.RecordStore
import dev.holdfast.sqlite.StoreKey
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.TRUNCATE_EXISTING
import java.nio.file.StandardOpenOption.WRITE
import java.security.SecureRandom
import java.util.Random
import kotlin.system.measureNanoTime
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.runBlocking

/**
 * What it takes to keep a file in the record store, and to read it, beside a plain file that is synced once; in turns.
 */
object MediaCost {
    private const val CHUNK = 64 * 1024

    /** Arguments: an empty directory, how many rounds, and the sizes in MB. */
    @JvmStatic
    fun main(arguments: Array<String>) {
        val folder = Path.of(arguments[0])
        val rounds = arguments[1].toInt()
        RecordStore.open(folder.resolve("store"), StoreKey.of(SecretBytes.random(32, SecureRandom()))).use { store ->
            val media = Media(Transactions(store), Long.MAX_VALUE)
            for (megabytes in arguments.drop(2)) {
                val chunks = megabytes.toInt() * 16
                val figures = (-1 until rounds).map { round(media, folder, chunks) }.drop(1)
                fun median(figure: (LongArray) -> Long) = figures.map(figure).sorted()[rounds / 2] / 1_000_000
                println(
                    "$megabytes MB: added in ${median { it[0] }} ms, a plain file in ${median { it[1] }}; read in " +
                        "${median { it[2] }} ms, a plain file in ${median { it[3] }}; log up to " +
                        "${figures.maxOf { it[4] }} bytes, database ${store.report().databaseBytes()}"
                )
            }
        }
    }

    private fun round(media: Media, folder: Path, chunks: Int): LongArray = runBlocking {
        val chunk = ByteArray(CHUNK).also(Random(1)::nextBytes)
        val plain = folder.resolve("plain")
        val added = measureNanoTime { media.addMedia("mxc://a", flow { repeat(chunks) { emit(chunk) } }) }
        val written = measureNanoTime {
            FileChannel.open(plain, CREATE, WRITE, TRUNCATE_EXISTING).use { file ->
                repeat(chunks) { file.write(ByteBuffer.wrap(chunk)) }
                file.force(true)
            }
        }
        val log = Files.size(folder.resolve("store/records.db-wal"))
        val read = measureNanoTime { media.getMedia("mxc://a")!!.collect {} }
        val readPlain = measureNanoTime { Files.newInputStream(plain).use { while (it.read(chunk) >= 0) Unit } }
        media.deleteMedia("mxc://a")
        longArrayOf(added, written, read, readPlain, log)
    }
}
