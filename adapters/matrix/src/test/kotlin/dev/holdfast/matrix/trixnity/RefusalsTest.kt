// SPDX-License-Identifier: Apache-2.0
@file:OptIn(ExperimentalTime::class)

package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.store.RoomOutboxMessage
import de.connect2x.trixnity.client.store.RoomOutboxMessage.SendError
import de.connect2x.trixnity.core.decodeErrorResponse
import de.connect2x.trixnity.core.model.EventId
import de.connect2x.trixnity.core.model.RoomId
import de.connect2x.trixnity.core.model.events.m.room.RoomMessageEventContent
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.ExperimentalTime
import kotlin.time.Instant
import kotlinx.serialization.json.Json
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** What becomes of a message that Trixnity could not send. */
class RefusalsTest {
    private val json = Json { ignoreUnknownKeys = true }

    @Test
    fun whatARoomOrAServerWillNotHaveIsRefused() {
        refused(SendError.NoEventPermission)
        refused(SendError.NoMediaPermission)
        refused(SendError.MediaTooLarge)
        refused(SendError.EncryptionAlgorithmNotSupported)
        refused(SendError.BadRequest(answer("M_BAD_JSON")))
        refused(SendError.BadRequest(answer("M_INVALID_PARAM")))
        refused(SendError.BadRequest(answer("ORG_EXAMPLE_OWN")))
        refused(SendError.Unknown(answer("M_TOO_LARGE")))
    }

    @Test
    fun aServerThatFailsOrKnowsTheSessionNoMoreHasRefusedNothing() {
        delayed(SendError.Unknown(answer("M_UNKNOWN")))
        delayed(SendError.Unknown(answer("M_UNKNOWN_TOKEN")))
        delayed(SendError.Unknown(answer("M_UNRECOGNIZED")))
        delayed(SendError.Unknown(answer("ORG_EXAMPLE_OWN")))
        delayed(SendError.Unknown())
        delayed(SendError.EncryptionError("no route to host"))
    }

    @Test
    fun aPageOfAProxyIsNoRefusal() {
        for (page in listOf("<html>", "", """{"message": "no upstream"}""", "[]")) {
            delayed(SendError.Unknown(json.decodeErrorResponse(page)))
            delayed(SendError.BadRequest(json.decodeErrorResponse(page)))
        }
    }

    @Test
    fun whatWasSentIsNeither() {
        val sent = message(null).copy(eventId = EventId("\$one"))
        assertThat(isUnsent(sent)).isFalse()
        assertThat(isRefused(sent)).isFalse()
        assertThat(isDelayed(sent)).isFalse()
        assertThat(isUnsent(message(null))).isTrue()
    }

    @Test
    fun pausesGrowAndEnd() {
        assertThat((0..9).map(Resending::pause))
            .containsExactlyElementsOf(listOf(1, 2, 4, 8, 16, 32, 64, 128, 256, 300).map { it.seconds })
        assertThat(Resending.pause(Int.MAX_VALUE)).isEqualTo(5.minutes)
    }

    private fun refused(error: SendError) {
        assertThat(isRefused(message(error))).`as`("%s", error).isTrue()
        assertThat(isDelayed(message(error))).isFalse()
        assertThat(isUnsent(message(error))).isFalse()
    }

    private fun delayed(error: SendError) {
        assertThat(isDelayed(message(error))).`as`("%s", error).isTrue()
        assertThat(isRefused(message(error))).isFalse()
        assertThat(isUnsent(message(error))).isTrue()
        assertThat(released(message(error))).isEqualTo(message(null))
    }

    private fun answer(errcode: String) = json.decodeErrorResponse("""{"errcode": "$errcode", "error": "text"}""")

    private fun message(error: SendError?) =
        RoomOutboxMessage(
            RoomId("!room:localhost"),
            "transaction",
            RoomMessageEventContent.TextBased.Text("text"),
            Instant.fromEpochMilliseconds(17),
            sendError = error,
        )
}
