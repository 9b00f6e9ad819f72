// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.store.Room
import de.connect2x.trixnity.client.store.RoomOutboxMessage
import de.connect2x.trixnity.client.store.RoomUser
import de.connect2x.trixnity.client.store.RoomUserReceipts
import de.connect2x.trixnity.client.store.StoredNotification
import de.connect2x.trixnity.client.store.StoredNotificationState
import de.connect2x.trixnity.client.store.StoredNotificationUpdate
import de.connect2x.trixnity.client.store.TimelineEvent
import de.connect2x.trixnity.client.store.TimelineEventRelation
import de.connect2x.trixnity.client.store.repository.*
import de.connect2x.trixnity.core.model.EventId
import de.connect2x.trixnity.core.model.RoomId
import de.connect2x.trixnity.core.model.UserId
import de.connect2x.trixnity.core.model.events.ClientEvent.RoomAccountDataEvent
import de.connect2x.trixnity.core.model.events.ClientEvent.StateBaseEvent
import de.connect2x.trixnity.core.model.events.MessageEventContent
import de.connect2x.trixnity.core.serialization.events.EventContentSerializerMappings
import kotlin.jvm.optionals.getOrNull
import kotlinx.serialization.json.Json

internal class Rooms(transactions: Transactions, json: Json) :
    AllValues<RoomId, Room>(transactions, "rooms", json.format()), RoomRepository

internal class RoomUsers(transactions: Transactions, json: Json) :
    Maps<RoomId, UserId, RoomUser>(transactions, "room users", json.format()), RoomUserRepository {
    override fun first(key: RoomId) = key.full

    override fun second(key: UserId) = key.full

    override fun parsed(text: String) = UserId(text)

    override fun room(key: RoomId) = key

    override suspend fun deleteByRoomId(roomId: RoomId) = super<Maps>.deleteByRoomId(roomId)
}

internal class RoomReceipts(transactions: Transactions, json: Json) :
    Maps<RoomId, UserId, RoomUserReceipts>(transactions, "room receipts", json.format()), RoomUserReceiptsRepository {
    override fun first(key: RoomId) = key.full

    override fun second(key: UserId) = key.full

    override fun parsed(text: String) = UserId(text)

    override fun room(key: RoomId) = key

    override suspend fun deleteByRoomId(roomId: RoomId) = super<Maps>.deleteByRoomId(roomId)
}

internal class RoomStates(transactions: Transactions, json: Json) :
    Maps<RoomStateRepositoryKey, String, StateBaseEvent<*>>(
        transactions,
        "room states",
        json.events(StateBaseEvent::class),
    ),
    RoomStateRepository {
    private val format = json.events(StateBaseEvent::class)

    override fun first(key: RoomStateRepositoryKey) = parts(key.roomId.full, key.type)

    override fun second(key: String) = key

    override fun parsed(text: String) = text

    override fun room(key: RoomStateRepositoryKey) = key.roomId

    override suspend fun getByRooms(roomIds: Set<RoomId>, type: String, stateKey: String): List<StateBaseEvent<*>> =
        transactions
            .read { reading ->
                roomIds.mapNotNull { reading.get(table, first(RoomStateRepositoryKey(it, type)), stateKey).getOrNull() }
            }
            .map(format::read)
}

internal class RoomAccountData(transactions: Transactions, json: Json) :
    Maps<RoomAccountDataRepositoryKey, String, RoomAccountDataEvent<*>>(
        transactions,
        "room account data",
        json.events(RoomAccountDataEvent::class),
    ),
    RoomAccountDataRepository {
    override fun first(key: RoomAccountDataRepositoryKey) = parts(key.roomId.full, key.type)

    override fun second(key: String) = key

    override fun parsed(text: String) = text

    override fun room(key: RoomAccountDataRepositoryKey) = key.roomId
}

internal class TimelineEvents(transactions: Transactions, json: Json) :
    Values<TimelineEventKey, TimelineEvent>(transactions, "timeline events", json.format()), TimelineEventRepository {
    override fun text(key: TimelineEventKey) = parts(key.roomId.full, key.eventId.full)

    override fun group(key: TimelineEventKey, value: TimelineEvent) = key.roomId.full
}

internal class TimelineEventRelations(transactions: Transactions, json: Json) :
    Maps<TimelineEventRelationKey, EventId, TimelineEventRelation>(
        transactions,
        "timeline event relations",
        json.format(),
    ),
    TimelineEventRelationRepository {
    override fun first(key: TimelineEventRelationKey) =
        parts(key.roomId.full, key.relatedEventId.full, key.relationType.name)

    override fun second(key: EventId) = key.full

    override fun parsed(text: String) = EventId(text)

    override fun room(key: TimelineEventRelationKey) = key.roomId
}

internal class Outbox(transactions: Transactions, json: Json, mappings: EventContentSerializerMappings) :
    AllValues<RoomOutboxMessageRepositoryKey, RoomOutboxMessage<*>>(
        transactions,
        "outbox",
        OutboxFormat(json, mappings),
    ),
    RoomOutboxMessageRepository {
    override fun text(key: RoomOutboxMessageRepositoryKey) = parts(key.roomId.full, key.transactionId)

    override fun group(key: RoomOutboxMessageRepositoryKey, value: RoomOutboxMessage<*>) = key.roomId.full
}

/** The content's type in a line of its own, then JSON. What was delayed is read as what was never tried. */
private class OutboxFormat(private val json: Json, private val mappings: EventContentSerializerMappings) :
    Format<RoomOutboxMessage<*>> {
    override fun write(value: RoomOutboxMessage<*>): ByteArray {
        val mapping = checkNotNull(mappings.message.find { it.kClass.isInstance(value.content) })
        @Suppress("UNCHECKED_CAST") val message = value as RoomOutboxMessage<MessageEventContent>
        return Text.write(
            mapping.type + "\n" + json.encodeToString(RoomOutboxMessage.serializer(mapping.serializer), message)
        )
    }

    override fun read(bytes: ByteArray): RoomOutboxMessage<*> {
        val (type, text) = Text.read(bytes).split("\n", limit = 2)
        val mapping = checkNotNull(mappings.message.find { it.type == type })
        val message = json.decodeFromString(RoomOutboxMessage.serializer(mapping.serializer), text)
        return if (isDelayed(message)) released(message) else message
    }
}

internal class Notifications(transactions: Transactions, json: Json) :
    AllValues<String, StoredNotification>(transactions, "notifications", json.format()), NotificationRepository {
    override fun group(key: String, value: StoredNotification) = value.roomId.full
}

internal class NotificationUpdates(transactions: Transactions, json: Json) :
    AllValues<String, StoredNotificationUpdate>(transactions, "notification updates", json.format()),
    NotificationUpdateRepository {
    override fun group(key: String, value: StoredNotificationUpdate) = value.roomId.full
}

internal class NotificationStates(transactions: Transactions, json: Json) :
    AllValues<RoomId, StoredNotificationState>(transactions, "notification states", json.format()),
    NotificationStateRepository
