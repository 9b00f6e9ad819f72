// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.utils.toByteArray
import dev.holdfast.secrets.SecretBytes
import dev.holdfast.sqlite.MapTable
import dev.holdfast.sqlite.RecordStore
import dev.holdfast.sqlite.StoreKey
import dev.holdfast.sqlite.Table
import java.nio.file.Path
import java.security.SecureRandom
import java.util.Random
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Pictures and files in the store. */
class MediaTest {
    @TempDir private lateinit var folder: Path

    private lateinit var store: RecordStore
    private lateinit var media: Media

    @BeforeEach
    fun open() {
        store = RecordStore.open(folder.resolve("store"), StoreKey.of(SecretBytes.random(32, SecureRandom())))
        media = Media(Transactions(store), MOST)
    }

    @AfterEach fun close() = store.close()

    @Test
    fun whatIsAddedIsReadInPiecesHoweverItCame() =
        runBlocking<Unit> {
            val content = bytes(600_000)
            media.addMedia("mxc://a", content.toList().chunked(777).map { it.toByteArray() }.asFlow())
            media.addMedia("mxc://b", flowOf(content))
            media.addMedia("mxc://empty", flowOf())
            assertThat(media.getMedia("mxc://a")!!.toList().map { it.size }).containsExactly(262144, 262144, 75712)
            assertThat(media.getMedia("mxc://a")!!.toByteArray()).isEqualTo(content)
            assertThat(media.getMedia("mxc://b")!!.toByteArray()).isEqualTo(content)
            assertThat(media.getMedia("mxc://empty")!!.toByteArray()).isEmpty()
            assertThat(media.getMedia("mxc://none")).isNull()
            assertThat(media.getMedia("mxc://a")!!.toByteArray(maxSize = 599_999)).isNull()
        }

    @Test
    fun whatIsAddedAgainTakesThePlaceOfTheFormer() =
        runBlocking<Unit> {
            media.addMedia("mxc://a", flowOf(bytes(500_000)))
            media.addMedia("mxc://a", flowOf(bytes(5)))
            assertThat(media.getMedia("mxc://a")!!.toByteArray()).hasSize(5)
            assertThat(pieces()).isEqualTo(1)
            media.deleteMedia("mxc://a")
            assertThat(media.getMedia("mxc://a")).isNull()
            assertThat(records()).isZero()
        }

    @Test
    fun whatFailsWhileItComesLeavesNothing() {
        val broken = flow {
            emit(bytes(500_000))
            error("the line is dead")
        }
        assertThatThrownBy { runBlocking { media.addMedia("mxc://a", broken) } }.hasMessage("the line is dead")
        assertThat(records()).isZero()
    }

    @Test
    fun whatACrashCutOffIsGoneAtTheNextStart() =
        runBlocking<Unit> {
            store.write {
                it.put(Table.of("media unfinished"), "id", ByteArray(0))
                it.put(MapTable.of("media pieces"), "id", "0", bytes(10))
            }
            media.addMedia("mxc://a", flowOf(bytes(10)))
            media.init(CoroutineScope(Dispatchers.Default))
            assertThat(pieces()).isEqualTo(1)
            assertThat(media.getMedia("mxc://a")!!.toByteArray()).hasSize(10)
        }

    @Test
    fun theOldestThatTheServerHasMakesRoomAndWhatIsToBeSentStays() =
        runBlocking<Unit> {
            media.addMedia("upload://mine", flowOf(bytes(MOST.toInt())))
            media.addMedia("mxc://first", flowOf(bytes(500_000)))
            media.addMedia("mxc://second", flowOf(bytes(500_000)))
            val reading = media.getMedia("mxc://first")!!
            media.addMedia("mxc://third", flowOf(bytes(300_001)))
            assertThat(media.getMedia("mxc://first")).isNull()
            assertThatThrownBy { runBlocking { reading.toByteArray() } }.hasMessageStartingWith("HF-0817")
            assertThat(media.getMedia("mxc://second")).isNotNull()
            assertThat(media.getMedia("upload://mine")).isNotNull()
            media.addMedia("mxc://large", flowOf(bytes(MOST.toInt() + 1)))
            assertThat(media.getMedia("mxc://third")).isNull()
            assertThat(media.getMedia("mxc://large")!!.toByteArray()).hasSize(MOST.toInt() + 1)
        }

    @Test
    fun whatWasSentIsFoundByItsNewAddressAndByItsOldOne() =
        runBlocking<Unit> {
            media.addMedia("upload://mine", flowOf(bytes(10)))
            media.changeMediaUrl("upload://mine", "mxc://a")
            assertThat(media.getMedia("mxc://a")!!.toByteArray()).hasSize(10)
            assertThat(media.getMedia("upload://mine")!!.toByteArray()).hasSize(10)
            media.changeMediaUrl("upload://mine", "mxc://b")
            assertThat(media.getMedia("mxc://a")).isNull()
            assertThat(media.getMedia("mxc://b")!!.toByteArray()).hasSize(10)
            media.changeMediaUrl("upload://other", "mxc://b")
            media.clearCache()
            assertThat(records()).isZero()
        }

    private fun bytes(size: Int) = ByteArray(size).also(Random(size.toLong())::nextBytes)

    private fun records() = store.report().records()

    private fun pieces() = store.report().tables().filter { it.name() == "media pieces" }.sumOf { it.records() }

    private companion object {
        const val MOST = 1_300_000L
    }
}
