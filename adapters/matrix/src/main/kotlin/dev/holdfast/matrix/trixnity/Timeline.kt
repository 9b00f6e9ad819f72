// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.MatrixClient as Trixnity
import de.connect2x.trixnity.client.room
import de.connect2x.trixnity.client.store.TimelineEvent
import de.connect2x.trixnity.clientserverapi.client.SyncState as Sync
import de.connect2x.trixnity.clientserverapi.model.room.GetEvents.Direction
import de.connect2x.trixnity.core.model.EventId
import de.connect2x.trixnity.core.model.RoomId
import dev.holdfast.matrix.Message
import java.util.concurrent.ConcurrentSkipListMap
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.FlowPreview
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.collectIndexed
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.firstOrNull
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.timeout
import kotlinx.coroutines.launch

/** What was said last in a room. */
internal class Timeline(private val client: Trixnity, dispatcher: CoroutineDispatcher) {
    private val reading = dispatcher.limitedParallelism(READERS)

    /** Ends when all is there and decrypted, or when nothing more has come for a while; then with what has. */
    @OptIn(FlowPreview::class)
    suspend fun last(room: RoomId, most: Int): List<Message> {
        val last = client.room.getById(room).first()?.lastEventId ?: return emptyList()
        val seen = ConcurrentSkipListMap<Int, TimelineEvent>(reverseOrder())
        events(room, last, most)
            .into(seen)
            .flowOn(reading)
            .timeout(PATIENCE)
            .catch { if (it !is TimeoutCancellationException) throw it }
            .collect()
        return seen.values.mapNotNull(::message)
    }

    /**
     * The newest first. Trixnity fills a gap however long that takes, and goes on trying when nobody waits for it any
     * more: so it is not asked to while there may be no server.
     */
    private fun events(room: RoomId, last: EventId, most: Int): Flow<Flow<TimelineEvent>> =
        client.room.getTimelineEvents(room, last, Direction.BACKWARDS) {
            minSize = if (client.syncState.value == Sync.RUNNING) null else 1
            maxSize = most.toLong()
        }

    /**
     * Notes each event as it is, and again once it is decrypted; all at once, since a key may never come. Tells when.
     */
    private fun Flow<Flow<TimelineEvent>>.into(seen: MutableMap<Int, TimelineEvent>): Flow<Unit> = channelFlow {
        collectIndexed { index, event ->
            launch {
                event.firstOrNull {
                    seen[index] = it
                    send(Unit)
                    it.content != null
                }
            }
        }
    }

    private companion object {
        /** With a server that does not answer, and with keys that do not come. */
        val PATIENCE = 10.seconds

        /** As many as read the store at once. */
        const val READERS = 4
    }
}
