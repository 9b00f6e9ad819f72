// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.clientserverapi.client.BearerClientAuthProvider
import de.connect2x.trixnity.clientserverapi.client.BearerTokens
import de.connect2x.trixnity.clientserverapi.client.LogoutInfo
import de.connect2x.trixnity.clientserverapi.client.MatrixClientAuthProvider
import de.connect2x.trixnity.clientserverapi.client.MatrixClientAuthProviderData
import de.connect2x.trixnity.clientserverapi.client.MatrixClientAuthProviderDataStore
import de.connect2x.trixnity.clientserverapi.model.authentication.Refresh
import de.connect2x.trixnity.core.MatrixServerException
import dev.holdfast.Session
import dev.holdfast.SessionHandle
import dev.holdfast.matrix.SyncState
import dev.holdfast.storage.HoldfastException
import io.ktor.client.HttpClient
import io.ktor.client.HttpClientConfig
import io.ktor.client.call.body
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.plugins.auth.AuthCircuitBreaker
import io.ktor.client.request.post
import io.ktor.client.request.setBody
import io.ktor.http.ContentType
import io.ktor.http.Url
import io.ktor.http.contentType
import java.util.Optional
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executor
import java.util.concurrent.RejectedExecutionException
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.job
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/**
 * The tokens of a running client. The session is their only copy: they are read from it, and exchanged through its
 * handle, which saves the new ones before anybody uses them. While a log-in goes on nothing is saved that they could be
 * lost from: they are exchanged in memory.
 *
 * @param initial of the log-in, or of the restore
 */
internal class SessionTokens(
    private val handle: SessionHandle,
    initial: Session,
    private val threads: Executor,
    private var phase: Phase,
) {
    /** How far a session has come. */
    enum class Phase {
        LOGGING_IN,
        HANDED_OVER,
    }

    @Volatile
    var session: Session = initial
        private set

    /** REVOKED when the server knows the session no more, and nothing is to be asked of it. */
    val end = MutableStateFlow<SyncState?>(null)

    /** Completes then, a little later. */
    val revoked = CompletableFuture<Void?>()

    val current: Bearer
        get() = Bearer(session)

    /** What Trixnity takes for stored tokens. */
    inner class Bearer(val of: Session) : BearerTokens {
        private val tokens = Tokens.of(of)
        override val baseUrl = Url(of.endpoint().toString())
        override val accessToken: String = tokens.access()
        override val refreshToken: String? = tokens.refresh().orElse(null)

        override fun createAuthProvider(
            store: MatrixClientAuthProviderDataStore,
            onLogout: suspend (LogoutInfo) -> Unit,
            httpClientEngine: HttpClientEngine?,
            httpClientConfig: (HttpClientConfig<*>.() -> Unit)?,
        ): MatrixClientAuthProvider = Provider(baseUrl, onLogout)

        override fun equals(other: Any?) =
            other is Bearer && accessToken == other.accessToken && refreshToken == other.refreshToken

        override fun hashCode() = accessToken.hashCode()

        /** Without them. */
        override fun toString() = tokens.toString()
    }

    private inner class Reading : MatrixClientAuthProviderDataStore {
        override suspend fun getAuthData(): MatrixClientAuthProviderData = current

        /** They are saved already. */
        override suspend fun setAuthData(authData: MatrixClientAuthProviderData?) = Unit
    }

    private inner class Provider(override val baseUrl: Url, private val onLogout: suspend (LogoutInfo) -> Unit) :
        BearerClientAuthProvider<Bearer>(Reading(), { ended(it, onLogout) }) {
        override suspend fun refreshTokens(bearerTokens: Bearer, httpClient: HttpClient): Bearer =
            try {
                exchange(bearerTokens, httpClient)
                current
            } catch (e: MatrixServerException) {
                if (isSessionUnknown(e)) ended(LogoutInfo(isSoft = false, isLocked = false), onLogout)
                throw e
            }
    }

    /**
     * Trixnity deletes all that it has when a session ends for good. That is the app's to decide: it hears of a soft
     * end. The app hears first: with the sync Trixnity may end the very call that this is part of. A user who is locked
     * is none of that: Trixnity goes on trying, unless it is told that the end is soft, too, as servers say.
     */
    private suspend fun ended(info: LogoutInfo, onLogout: suspend (LogoutInfo) -> Unit) {
        if (info.isLocked) {
            onLogout(LogoutInfo(isSoft = false, isLocked = true))
        } else {
            tellRevoked()
            onLogout(LogoutInfo(isSoft = true, isLocked = false))
        }
    }

    /** On a thread of the client's, since who hears of it may close the client, and that waits for this call. */
    private fun tellRevoked() {
        end.value = SyncState.REVOKED
        try {
            revoked.completeAsync({ null }, threads)
        } catch (closed: RejectedExecutionException) {
            revoked.complete(null)
        }
    }

    private suspend fun exchange(stale: Bearer, http: HttpClient) {
        withContext(threads.asCoroutineDispatcher()) {
            val exchange = { old: Session -> asked(old, http, coroutineContext.job) }
            if (!exchangedInMemory(stale, exchange)) {
                requireSaved()
                while (current == stale) {
                    session = handle.refresh<Exception>(session, exchange)
                }
            }
        }
    }

    @Synchronized
    private fun exchangedInMemory(stale: Bearer, exchange: (Session) -> Session): Boolean {
        if (phase == Phase.HANDED_OVER) return false
        if (stale.of == session) session = exchange(session)
        return true
    }

    /**
     * Blocks, since the exchange is one turn on one thread, and ends with its caller. The server may have exchanged the
     * tokens by then, or its answer may be here: that is as if it were lost on the way. Nothing of it is saved or used,
     * and until one of the new tokens is used the server takes the old one.
     */
    private fun asked(old: Session, http: HttpClient, caller: Job): Session = runBlocking(caller) { ask(old, http) }

    /** The log-in is done: its session is whoever's who asks for it, to be saved. */
    @Synchronized
    fun handOver() {
        phase = Phase.HANDED_OVER
    }

    private suspend fun ask(old: Session, http: HttpClient): Session {
        val tokens = Tokens.of(old)
        val fresh: Refresh.Response =
            http
                .post("/_matrix/client/v3/refresh") {
                    attributes.put(AuthCircuitBreaker, Unit)
                    contentType(ContentType.Application.Json)
                    setBody(Refresh.Request(tokens.refresh().orElseThrow()))
                }
                .body()
        val next = Optional.ofNullable(fresh.refreshToken).or { tokens.refresh() }
        return old.withClientData(tokens.with(fresh.accessToken, next).toBytes())
    }

    /** @throws HoldfastException if the log-in has not been saved yet: the exchange is to be tried again then */
    private fun requireSaved() {
        val saved = Tokens.of(handle.session())
        check(saved.access() == current.accessToken) { "The session is not saved yet" }
    }

    /** Notes another opening of the store, durably. */
    fun opened(opens: Long) {
        while (Tokens.of(session).opens() < opens) {
            session =
                handle.refresh<RuntimeException>(session) { old ->
                    old.withClientData(Tokens.of(old).with(opens).toBytes())
                }
        }
    }
}
