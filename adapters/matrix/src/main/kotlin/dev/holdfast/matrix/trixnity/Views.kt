// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.store.Room as StoredRoom
import de.connect2x.trixnity.client.store.TimelineEvent
import de.connect2x.trixnity.client.store.eventId
import de.connect2x.trixnity.client.store.originTimestamp
import de.connect2x.trixnity.client.store.roomId
import de.connect2x.trixnity.client.store.sender
import de.connect2x.trixnity.core.model.events.m.room.Membership
import de.connect2x.trixnity.core.model.events.m.room.RoomMessageEventContent
import de.connect2x.trixnity.core.model.events.m.room.RoomMessageEventContent.FileBased
import dev.holdfast.matrix.Attachment
import dev.holdfast.matrix.Message
import dev.holdfast.matrix.Room
import java.time.Instant
import java.util.Optional
import java.util.OptionalLong

/** A room as users see it. */
internal fun room(room: StoredRoom): Room =
    Room(
        room.roomId.full,
        name(room),
        when (room.membership) {
            Membership.JOIN -> Room.Membership.JOINED
            Membership.INVITE -> Room.Membership.INVITED
            else -> Room.Membership.OUTSIDE
        },
        if (room.encrypted) Room.Protection.ENCRYPTED else Room.Protection.NONE,
    )

private fun name(room: StoredRoom): String =
    room.name?.explicitName ?: room.name?.heroes?.joinToString(", ") { it.full }?.ifEmpty { null } ?: room.roomId.full

/** What was said, if it is text or cannot be read; else nothing. */
internal fun message(event: TimelineEvent): Message? {
    val content = event.content
    val said = content?.getOrNull() as? RoomMessageEventContent
    val text = said?.body
    val isUnread = content == null || content.isFailure
    return if (text == null && !isUnread) null
    else
        Message(
            event.roomId.full,
            event.eventId.full,
            event.sender.full,
            Instant.ofEpochMilli(event.originTimestamp),
            Optional.ofNullable(text),
            Optional.ofNullable((said as? FileBased)?.let { attachment(event, it) }),
        )
}

private fun attachment(event: TimelineEvent, file: FileBased): Attachment {
    val size = file.info?.size
    return Attachment(
        event.roomId.full,
        event.eventId.full,
        file.fileName ?: file.body,
        file.info?.mimeType ?: "application/octet-stream",
        if (size == null) OptionalLong.empty() else OptionalLong.of(size),
    )
}
