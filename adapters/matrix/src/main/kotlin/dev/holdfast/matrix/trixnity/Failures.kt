// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.core.ErrorResponse
import de.connect2x.trixnity.core.MatrixServerException
import dev.holdfast.storage.HoldfastException
import java.io.IOException
import java.net.URI
import java.nio.channels.UnresolvedAddressException
import javax.net.ssl.SSLException
import kotlinx.coroutines.CancellationException

/** What a call of the server failed with, as a person needs to know it. */
internal fun translated(server: URI, failure: Throwable): Throwable =
    causes(failure).firstOrNull { it is HoldfastException } ?: foreign(server, failure)

private fun foreign(server: URI, failure: Throwable): Throwable =
    when {
        failure is MatrixServerException -> refusal(server, failure)
        failure is CancellationException -> Problems.closed()
        causes(failure).any { it is SSLException } -> Problems.notTrusted(server, failure)
        causes(failure).any { it is IOException || it is UnresolvedAddressException } ->
            Problems.unreachable(server, failure)
        else -> Problems.failed(scrubbed(failure))
    }

private fun refusal(server: URI, failure: MatrixServerException): HoldfastException =
    when (failure.errorResponse) {
        is ErrorResponse.UnknownToken -> Problems.revoked()
        else -> Problems.refused(server, failure.statusCode.value, errcode(failure.errorResponse))
    }

/**
 * Whether the server says so, in Matrix's words: a proxy has the same statuses for pages of its own. Of a refresh token
 * that was used or is too old Synapse says that it is forbidden.
 */
internal fun isSessionUnknown(failure: Throwable): Boolean =
    failure is MatrixServerException &&
        (failure.errorResponse is ErrorResponse.UnknownToken || failure.errorResponse is ErrorResponse.Forbidden)

/** Matrix's name of an error, never its text, which may quote what was sent. */
private fun errcode(error: ErrorResponse): String =
    if (error is ErrorResponse.CustomErrorResponse) "an error of its own" else error::class.java.simpleName

/** Where it failed, without what the messages quote: they may show what was being read. */
private fun scrubbed(failure: Throwable): Throwable =
    Throwable(failure.javaClass.name, failure.cause?.let(::scrubbed)).apply { stackTrace = failure.stackTrace }

internal fun causes(failure: Throwable): Sequence<Throwable> = generateSequence(failure) { it.cause }
