// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.clientserverapi.client.ClassicMatrixClientAuthProviderData
import de.connect2x.trixnity.clientserverapi.client.MatrixClientServerApiClientImpl
import de.connect2x.trixnity.clientserverapi.client.useApi
import de.connect2x.trixnity.clientserverapi.model.authentication.IdentifierType
import de.connect2x.trixnity.clientserverapi.model.authentication.Login
import de.connect2x.trixnity.clientserverapi.model.authentication.LoginType
import de.connect2x.trixnity.core.MatrixServerException
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.java.Java
import io.ktor.http.HttpStatusCode
import io.ktor.http.Url
import java.net.URI
import kotlinx.serialization.SerializationException

/** A homeserver, before there is a client. */
internal class Server(private val uri: URI) {
    private val url = Url(uri.toString())

    /** Where the server's client API is: what its well-known file says, else itself. */
    suspend fun discover(): Server = calling {
        val named = api { it.discovery.getWellKnown().getOrNull() }?.homeserver?.baseUrl
        Server(WellKnown.follow(uri, named ?: uri.toString())).also { it.requireMatrix() }
    }

    private suspend fun requireMatrix() = calling {
        api { it.server.getVersions() }
            .getOrElse { failure -> throw if (isNoMatrix(failure)) Problems.noMatrix(uri) else failure }
    }

    /** An answer came, and was not of Matrix. */
    private fun isNoMatrix(failure: Throwable) =
        failure is MatrixServerException ||
            causes(failure).any { it is SerializationException } ||
            failure is io.ktor.client.call.NoTransformationFoundException

    fun endpoint(): URI = uri

    suspend fun logIn(credentials: Credentials, device: String?, deviceName: String): Login.Response = calling {
        api { client ->
                client.authentication.login(
                    identifier = credentials.user().map { IdentifierType.User(it) }.orElse(null),
                    password = text(credentials).takeIf { credentials.user().isPresent },
                    token = text(credentials).takeIf { credentials.user().isEmpty },
                    type = if (credentials.user().isPresent) LoginType.Password else LoginType.Token(),
                    deviceId = device,
                    initialDeviceDisplayName = deviceName,
                    refreshToken = true,
                )
            }
            .getOrElse { failure ->
                throw if ((failure as? MatrixServerException)?.statusCode == HttpStatusCode.Forbidden)
                    Problems.notAccepted(uri)
                else failure
            }
    }

    private fun text(credentials: Credentials) = String(credentials.secret().reveal())

    /**
     * Exchanges the tokens first, if they have expired. That the server does not know them any more is what was wanted.
     */
    suspend fun logOut(tokens: Tokens) = calling {
        ClassicMatrixClientAuthProviderData(url, tokens.access(), null, tokens.refresh().orElse(null)).useApi(
            httpClientEngine = ENGINE
        ) { client ->
            val failure = client.authentication.logout().exceptionOrNull()
            if (failure != null && !isSessionUnknown(failure)) throw failure
        }
    }

    private suspend fun <T> api(call: suspend (MatrixClientServerApiClientImpl) -> T): T =
        MatrixClientServerApiClientImpl(baseUrl = url, httpClientEngine = ENGINE).use { call(it) }

    private suspend fun <T> calling(call: suspend () -> T): T =
        try {
            call()
        } catch (failure: Exception) {
            throw translated(uri, failure)
        }

    companion object {
        /** One for all clients: the JDK's, whose threads end by themselves. */
        val ENGINE: HttpClientEngine by lazy { Java.create() }
    }
}
