// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.store.RoomOutboxMessage
import de.connect2x.trixnity.client.store.RoomOutboxMessage.SendError
import de.connect2x.trixnity.core.ErrorResponse

/** How Trixnity begins what it says, in the server's stead, of an answer that is none of Matrix. */
private const val NO_MATRIX = "response could not be parsed"

/** Whether the message is neither sent nor refused. */
internal fun isUnsent(message: RoomOutboxMessage<*>) = message.eventId == null && !isRefused(message)

/** Whether the room or the server will not have the message, now or ever. */
internal fun isRefused(message: RoomOutboxMessage<*>) = message.sendError?.let(::isFinal) == true

/** Whether it could not be sent, for a reason that may pass. Trixnity takes that for final. */
internal fun isDelayed(message: RoomOutboxMessage<*>) = message.sendError?.let(::isFinal) == false

/** The same, to be tried as if it were new. */
@OptIn(kotlin.time.ExperimentalTime::class)
internal fun released(message: RoomOutboxMessage<*>): RoomOutboxMessage<*> = message.copy(sendError = null)

private fun isFinal(error: SendError): Boolean =
    when (error) {
        SendError.NoEventPermission,
        SendError.NoMediaPermission,
        SendError.MediaTooLarge,
        SendError.EncryptionAlgorithmNotSupported -> true
        is SendError.BadRequest -> isOfMatrix(error.errorResponse)
        is SendError.Unknown -> isRefusal(error.errorResponse)
        is SendError.EncryptionError -> false // the others' keys could not be had, most often
    }

/** What Matrix says of a message, whatever the status. Not of a server that fails, or of a session that has ended. */
private fun isRefusal(error: ErrorResponse?): Boolean =
    when (error) {
        is ErrorResponse.Forbidden,
        is ErrorResponse.GuestAccessForbidden,
        is ErrorResponse.TooLarge,
        is ErrorResponse.DuplicateAnnotation -> true
        else -> false
    }

private fun isOfMatrix(error: ErrorResponse): Boolean =
    !((error is ErrorResponse.NotJson || error is ErrorResponse.BadJson) && error.error.startsWith(NO_MATRIX))
