// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.MatrixClient
import de.connect2x.trixnity.client.room
import de.connect2x.trixnity.client.room.message.MessageBuilder
import de.connect2x.trixnity.client.store.Room
import de.connect2x.trixnity.client.store.RoomOutboxMessage
import de.connect2x.trixnity.clientserverapi.client.SyncState as Sync
import de.connect2x.trixnity.clientserverapi.model.room.CreateRoom
import de.connect2x.trixnity.core.model.RoomAliasId
import de.connect2x.trixnity.core.model.RoomId
import de.connect2x.trixnity.core.model.UserId
import de.connect2x.trixnity.core.model.events.InitialStateEvent
import de.connect2x.trixnity.core.model.events.m.room.EncryptionEventContent
import de.connect2x.trixnity.core.model.events.m.room.Membership
import dev.holdfast.matrix.SyncState
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withTimeoutOrNull

/**
 * What goes out to rooms, once they can be spoken in.
 *
 * @param end of the session, which another one may send after
 */
internal class Sending(private val client: MatrixClient, private val end: Flow<SyncState?>) {
    /** Encrypted from their beginning, though a sync may bring one before it says so. */
    private val made: MutableSet<RoomId> = ConcurrentHashMap.newKeySet()

    /** Makes an encrypted room, and waits as [join] does. */
    suspend fun create(name: String, invite: Set<UserId>): RoomId =
        client.api.room
            .createRoom(
                name = name,
                invite = invite,
                preset = CreateRoom.Request.Preset.TRUSTED_PRIVATE,
                initialState = listOf(InitialStateEvent(EncryptionEventContent(), "")),
            )
            .getOrThrow()
            .also {
                made += it
                awaitReady(it)
            }

    /**
     * Enters a room, and waits for the sync to bring it; not if there is none, or the server does not answer.
     *
     * @param room its id or alias
     */
    suspend fun join(room: String) {
        val rooms = client.api.room
        val answer = if (room.startsWith("#")) rooms.joinRoom(RoomAliasId(room)) else rooms.joinRoom(RoomId(room))
        awaitReady(answer.getOrThrow())
    }

    private suspend fun awaitReady(id: RoomId) {
        withTimeoutOrNull(ARRIVAL) {
            client.room
                .getById(id)
                .combine(client.syncState) { room, sync -> isReady(id, room) || sync !in SYNCING }
                .first { it }
        }
    }

    /**
     * Trixnity refuses, or deletes, what is for a room that it does not know its user to be in; and sends it in plain
     * text where it does not know that the room is encrypted.
     */
    private fun isReady(id: RoomId, room: Room?) =
        room?.membership == Membership.JOIN && (room.encrypted || id !in made)

    /** Keeps a message, and gives its transaction's id. */
    suspend fun send(id: RoomId, message: suspend MessageBuilder.() -> Unit): String {
        if (!isReady(id, client.room.getById(id).first())) throw Problems.notJoined()
        return client.room.sendMessage(id) { message() }
    }

    /** The id of the event that a kept message has become. */
    suspend fun accepted(id: RoomId, transaction: String): String =
        client.room
            .getOutbox(id, transaction)
            .combine(end) { message, over ->
                when {
                    message == null -> throw Problems.forgotten()
                    isRefused(message) -> throw Problems.notTaken()
                    message.eventId == null && over != null -> throw Problems.revoked()
                    else -> message.eventId?.full
                }
            }
            .filterNotNull()
            .first()

    /** What is kept and not sent, the oldest first. */
    @OptIn(kotlin.time.ExperimentalTime::class)
    suspend fun unsent(): List<RoomOutboxMessage<*>> =
        client.room.getOutbox().first().mapNotNull { it.first() }.filter(::isUnsent).sortedBy { it.createdAt }

    private companion object {
        val ARRIVAL = 30.seconds
        val SYNCING = setOf(Sync.INITIAL_SYNC, Sync.STARTED, Sync.RUNNING)
    }
}
