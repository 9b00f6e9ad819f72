// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.MatrixClient
import de.connect2x.trixnity.client.room
import de.connect2x.trixnity.client.room.message.MessageBuilder
import de.connect2x.trixnity.client.store.Room
import de.connect2x.trixnity.client.store.RoomOutboxMessage
import de.connect2x.trixnity.clientserverapi.client.SyncState as Sync
import de.connect2x.trixnity.core.model.RoomId
import de.connect2x.trixnity.core.model.events.m.room.Membership
import dev.holdfast.matrix.SyncState
import kotlin.time.Duration
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withTimeoutOrNull

private val SYNCING = setOf(Sync.INITIAL_SYNC, Sync.STARTED, Sync.RUNNING)

/**
 * Keeps a message, and gives its transaction's id. Trixnity refuses, or deletes, what is for a room that it does not
 * know its user to be in.
 */
internal suspend fun MatrixClient.send(id: RoomId, message: suspend MessageBuilder.() -> Unit): String {
    if (!isJoined(room.getById(id).first())) throw Problems.notJoined()
    return room.sendMessage(id) { message() }
}

/** Waits for the sync to bring a room that the user is in now; not if there is none, or the server does not answer. */
internal suspend fun MatrixClient.awaitJoined(id: RoomId, patience: Duration) {
    withTimeoutOrNull(patience) {
        room.getById(id).combine(syncState) { room, sync -> isJoined(room) || sync !in SYNCING }.first { it }
    }
}

private fun isJoined(room: Room?) = room?.membership == Membership.JOIN

/**
 * The id of the event that a kept message has become.
 *
 * @param end of the session, which another one may send it after
 */
internal suspend fun MatrixClient.accepted(id: RoomId, transaction: String, end: Flow<SyncState?>): String =
    room
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
internal suspend fun MatrixClient.unsent(): List<RoomOutboxMessage<*>> =
    room.getOutbox().first().mapNotNull { it.first() }.filter(::isUnsent).sortedBy { it.createdAt }
