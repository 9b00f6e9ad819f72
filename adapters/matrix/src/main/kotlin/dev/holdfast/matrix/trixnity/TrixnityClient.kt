// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.MatrixClient as Trixnity
import de.connect2x.trixnity.client.room
import de.connect2x.trixnity.client.room.message.MessageBuilder
import de.connect2x.trixnity.client.room.message.text
import de.connect2x.trixnity.core.model.RoomId
import de.connect2x.trixnity.core.model.UserId
import dev.holdfast.Session
import dev.holdfast.matrix.Attachment
import dev.holdfast.matrix.MatrixClient
import dev.holdfast.matrix.Message
import dev.holdfast.matrix.Outgoing
import dev.holdfast.matrix.Room
import dev.holdfast.matrix.SyncState
import dev.holdfast.sqlite.RecordStore
import dev.holdfast.sqlite.StoreActivity
import java.io.ByteArrayInputStream
import java.io.OutputStream
import java.net.URI
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import java.util.concurrent.ExecutorService
import java.util.concurrent.Flow.Publisher
import java.util.concurrent.Future
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toKotlinDuration
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.mapNotNull
import kotlinx.coroutines.future.future
import kotlinx.coroutines.isActive
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull

/** A client of Trixnity's, as users see it. */
class TrixnityClient
internal constructor(
    internal val client: Trixnity,
    private val tokens: SessionTokens,
    private val store: RecordStore,
    private val threads: ExecutorService,
    private val noted: Future<*>,
) : MatrixClient {
    private val dispatcher = threads.asCoroutineDispatcher()
    private val scope = CoroutineScope(dispatcher + SupervisorJob())
    private val end: StateFlow<SyncState?> = tokens.end
    private val publishing = Publishing(scope, threads, tokens.session.endpoint())
    private val syncing = Syncing(client, end, scope)
    private val sending = Sending(client, end)
    private val timeline = Timeline(client, dispatcher)

    fun session(): Session = tokens.session

    internal fun handOver() = tokens.handOver()

    /** What its store has done since the restore. */
    fun activity(): StoreActivity = store.activity()

    override fun user(): String = client.userId.full

    override fun device(): String = client.deviceId

    override fun homeserver(): URI = tokens.session.endpoint()

    override fun startSync() =
        call<Void?> {
            syncing.begin()
            null
        }

    override fun catchUp() = call { syncing.catchUp() }

    override fun stopSync() =
        call<Void?> {
            syncing.stop()
            null
        }

    override fun state(): SyncState = syncing.state

    override fun states(): Publisher<SyncState> = publishing.publisher(syncing.states)

    override fun revoked(): CompletableFuture<Void?> = tokens.revoked.copy()

    override fun rooms() = call {
        client.room.getAll().first().values.mapNotNull { it.first() }.map(::room).sortedBy(Room::id)
    }

    override fun createRoom(name: String, invite: Set<String>) = call {
        sending.create(name, invite.map(::UserId).toSet()).full
    }

    override fun join(room: String) =
        call<Void?> {
            sending.join(room)
            null
        }

    override fun sendText(room: String, text: String) = call { send(room) { text(text) } }

    override fun sendFile(room: String, file: Path, type: String): CompletableFuture<Outgoing> {
        val parsed = mediaType(type)
        return call {
            val size = local { Files.size(file) }
            send(room) { Upload(file.fileName.toString(), parsed, size) { Files.newInputStream(file) }.into(this) }
        }
    }

    override fun sendFile(room: String, name: String, type: String, content: ByteArray): CompletableFuture<Outgoing> {
        val copy = content.copyOf()
        val upload = Upload(name, mediaType(type), copy.size.toLong()) { ByteArrayInputStream(copy) }
        return call { send(room) { upload.into(this) } }
    }

    private suspend fun send(room: String, message: suspend MessageBuilder.() -> Unit): Outgoing =
        outgoing(RoomId(room), sending.send(RoomId(room), message))

    override fun download(attachment: Attachment, out: OutputStream) =
        call<Void?> {
            client.download(attachment, DECRYPTION, out)
            null
        }

    override fun unsent() = call { sending.unsent().map { outgoing(it.roomId, it.transactionId) } }

    private fun outgoing(room: RoomId, transaction: String) =
        Outgoing(transaction, call { sending.accepted(room, transaction) })

    override fun timeline(room: String, most: Int) = call { timeline.last(RoomId(room), most) }

    override fun messages(): Publisher<Message> =
        publishing.publisher(
            client.room.getTimelineEventsFromNowOn(decryptionTimeout = DECRYPTION).mapNotNull(::message)
        )

    /**
     * Whether the server says, within that time, that it knows the session no more. Returns once the opening of the
     * store is noted in the session, durably; throws if it cannot be.
     */
    fun isRevoked(question: Duration): Boolean = runBlocking {
        if (!question.isZero) {
            withTimeoutOrNull(question.toKotlinDuration()) { client.api.authentication.whoAmI() }
        }
        try {
            noted.get()
        } catch (e: ExecutionException) {
            throw translated(homeserver(), e)
        }
        end.value != null
    }

    /** Ends it, in any state, and closes its store. Idempotent. */
    fun close() {
        try {
            runBlocking { client.closeSuspending() }
        } finally {
            scope.cancel()
            store.close()
            threads.shutdown()
        }
    }

    private fun <T> call(action: suspend () -> T): CompletableFuture<T> =
        if (scope.isActive) scope.future { translating(action) } else CompletableFuture.failedFuture(Problems.closed())

    private suspend fun <T> translating(action: suspend () -> T): T =
        try {
            if (end.value != null) throw Problems.revoked()
            action()
        } catch (failure: Throwable) {
            throw translated(homeserver(), failure)
        }

    private companion object {
        val DECRYPTION = 10.seconds
    }
}
