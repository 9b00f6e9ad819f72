// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import dev.holdfast.Holdfast
import dev.holdfast.NotRestored
import dev.holdfast.NotRestored.Reason
import dev.holdfast.Restore
import dev.holdfast.Restored
import dev.holdfast.SessionHandle
import dev.holdfast.matrix.MatrixClient
import dev.holdfast.matrix.MatrixClients
import dev.holdfast.secrets.SecretBytes
import dev.holdfast.sqlite.RecordStore
import dev.holdfast.sqlite.StoreKey
import dev.holdfast.storage.HoldfastException
import java.io.RandomAccessFile
import java.nio.file.Files
import java.nio.file.Path
import java.security.SecureRandom
import java.sql.DriverManager
import java.time.Duration
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** What a restore says of a store that does not open, and that it leaves it alone. */
class StoreTroubleTest {
    @TempDir private lateinit var home: Path

    @Test
    fun aStoreThatOpensIsRestoredWithoutAServer() {
        signIn { it.secret("matrix store", 32) }
        assertThat(restore()).isInstanceOf(Restored::class.java)
    }

    @Test
    fun aStoreOfAnotherKeyIsToldSo() {
        signIn { SecretBytes.random(32, SecureRandom()) }
        assertRefused(Reason.WRONG_KEY, "HF-0618")
    }

    @Test
    fun anOlderStoreIsToldSo() {
        signIn { it.secret("matrix store", 32) }
        val old = Files.readAllBytes(database())
        restore()
        Files.write(database(), old)
        assertRefused(Reason.STORE_ROLLED_BACK, "HF-0622")
    }

    @Test
    fun aStoreOfANewerVersionCannotBeRead() {
        signIn { it.secret("matrix store", 32) }
        sql("PRAGMA user_version = 9")
        assertRefused(Reason.UNREADABLE, "HF-0617")
    }

    @Test
    fun aDatabaseOfSomebodyElseCannotBeRead() {
        signIn { it.secret("matrix store", 32) }
        Files.delete(database())
        sql("CREATE TABLE theirs (a)")
        assertRefused(Reason.UNREADABLE, "HF-0616")
    }

    @Test
    fun aFileThatIsNoDatabaseCannotBeRead() {
        signIn { it.secret("matrix store", 32) }
        Files.writeString(database(), "No database, but long enough that one could be in it. ".repeat(40))
        assertRefused(Reason.UNREADABLE, "HF-0614")
    }

    @Test
    fun aDamagedPageCannotBeRead() {
        signIn { it.secret("matrix store", 32) }
        val size = Files.size(database())
        RandomAccessFile(database().toFile(), "rw").use {
            it.seek(PAGE)
            it.write(ByteArray((size - PAGE).toInt()) { 0xff.toByte() })
        }
        assertRefused(Reason.UNREADABLE, "HF-0613")
    }

    @Test
    fun aStoreThatAnotherProgramLocksIsInUse() {
        signIn { it.secret("matrix store", 32) }
        DriverManager.getConnection("jdbc:sqlite:${database()}").use { connection ->
            connection.createStatement().use { it.execute("BEGIN EXCLUSIVE") }
            assertRefused(Reason.IN_USE, "HF-0611")
        }
        assertThat(restore()).isInstanceOf(Restored::class.java)
    }

    @Test
    fun aStoreThatAnotherPartOfTheAppHasOpenIsInUse() {
        var key: SecretBytes? = null
        signIn { handle -> handle.secret("matrix store", 32).also { key = SecretBytes.copyOf(it.reveal()) } }
        RecordStore.open(database().parent, StoreKey.of(key!!)).use {
            assertRefused(Reason.IN_USE, "HF-0110")
            assertThat(it.opens()).isEqualTo(2)
        }
    }

    /** As a log-in leaves it, with a store under that key. */
    private fun signIn(key: (SessionHandle) -> SecretBytes) {
        Holdfast.builder(APP).at(home).open().use { app ->
            app.sessions(Made(key)).signIn<RuntimeException> { Made(key).make(it) }
        }
    }

    private fun assertRefused(reason: Reason, code: String) {
        val before = contents()
        val restore = restore()
        assertThat(restore).isInstanceOfSatisfying(NotRestored::class.java) { not ->
            assertThat(not.reason()).`as`(not.cause().toString()).isEqualTo(reason)
            assertThat(not.cause().get().cause).isInstanceOfSatisfying(HoldfastException::class.java) {
                assertThat(it.code()).isEqualTo(code)
            }
        }
        assertThat(contents()).isEqualTo(before)
    }

    private fun restore(): Restore<MatrixClient> =
        Holdfast.builder(APP).at(home).open().use { app ->
            app.sessions(MatrixClients.of("tests").asking(Duration.ZERO)).restoreLatest()
        }

    private fun database(): Path =
        Files.walk(home)
            .use { files -> files.filter { it.endsWith(Made.STORE) }.findFirst().get() }
            .resolve("records.db")

    private fun contents(): Map<String, List<Byte>> =
        Files.list(database().parent).use { files ->
            files.filter(Files::isRegularFile).toList().associate {
                it.fileName.toString() to Files.readAllBytes(it).toList()
            }
        }

    private fun sql(statement: String) {
        DriverManager.getConnection("jdbc:sqlite:${database()}").use { connection ->
            connection.createStatement().use { it.execute(statement) }
        }
    }

    private companion object {
        const val APP = "org.example.matrix"
        const val PAGE = 4096L
    }
}
