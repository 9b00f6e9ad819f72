// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.MatrixClient
import de.connect2x.trixnity.client.media
import de.connect2x.trixnity.client.media.MediaValidationException
import de.connect2x.trixnity.client.room
import de.connect2x.trixnity.client.room.message.MessageBuilder
import de.connect2x.trixnity.client.room.message.audio
import de.connect2x.trixnity.client.room.message.file
import de.connect2x.trixnity.client.room.message.image
import de.connect2x.trixnity.client.room.message.video
import de.connect2x.trixnity.core.model.EventId
import de.connect2x.trixnity.core.model.RoomId
import de.connect2x.trixnity.core.model.events.m.room.RoomMessageEventContent.FileBased
import de.connect2x.trixnity.utils.ByteArrayFlow
import dev.holdfast.matrix.Attachment
import io.ktor.http.BadContentTypeFormatException
import io.ktor.http.ContentType
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import kotlin.time.Duration
import kotlinx.coroutines.flow.firstOrNull
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withTimeoutOrNull

/** @throws IllegalArgumentException if it is none */
internal fun mediaType(text: String): ContentType =
    try {
        ContentType.parse(text)
    } catch (e: BadContentTypeFormatException) {
        throw IllegalArgumentException("no media type; one is image/png, for example", e)
    }

/** A file to be sent; opened once, or more often. */
internal class Upload(val name: String, val type: ContentType, val size: Long, private val open: () -> InputStream) {
    private fun content(): ByteArrayFlow = flow {
        local(open).use { input ->
            var bytes = local { input.readNBytes(BUFFER_BYTES) }
            while (bytes.isNotEmpty()) {
                emit(bytes)
                bytes = local { input.readNBytes(BUFFER_BYTES) }
            }
        }
    }

    /** Says it as what its type is. */
    suspend fun into(message: MessageBuilder) =
        when (type.contentType) {
            "image" -> message.image(name, content(), fileName = name, type = type, size = size)
            "audio" -> message.audio(name, content(), fileName = name, type = type, size = size)
            "video" -> message.video(name, content(), fileName = name, type = type, size = size)
            else -> message.file(name, content(), fileName = name, type = type, size = size)
        }

    private companion object {
        const val BUFFER_BYTES = 64 * 1024
    }
}

/** Writes out what was attached, decrypted. */
internal suspend fun MatrixClient.download(attachment: Attachment, patience: Duration, out: OutputStream) {
    val event =
        withTimeoutOrNull(patience) {
            room
                .getTimelineEvent(RoomId(attachment.room()), EventId(attachment.event())) { fetchTimeout = patience }
                .firstOrNull { it?.content != null }
        }
    val content = event?.content?.getOrNull() as? FileBased ?: throw Problems.noAttachment()
    val encrypted = content.file
    val url = content.url
    val medium =
        when {
            encrypted != null -> media.getEncryptedMedia(encrypted)
            url != null -> media.getMedia(url)
            else -> throw Problems.noAttachment()
        }
    val bytes = medium.getOrElse { throw if (it is MediaValidationException) Problems.forged() else it }
    bytes.collect { local { out.write(it) } }
    local(out::flush)
}

/** Does what only this machine can fail in. */
internal fun <T> local(action: () -> T): T =
    try {
        action()
    } catch (e: IOException) {
        throw Problems.local(e)
    }
