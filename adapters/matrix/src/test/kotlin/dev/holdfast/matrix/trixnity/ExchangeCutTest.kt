// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.clientserverapi.client.BearerClientAuthProvider
import de.connect2x.trixnity.clientserverapi.client.MatrixClientAuthProviderDataStore
import dev.holdfast.ClientFactory
import dev.holdfast.Holdfast
import dev.holdfast.Identity
import dev.holdfast.Session
import dev.holdfast.SessionHandle
import dev.holdfast.matrix.trixnity.SessionTokens.Phase
import io.ktor.client.HttpClient
import io.ktor.client.engine.java.Java
import io.ktor.client.plugins.contentnegotiation.ContentNegotiation
import io.ktor.client.plugins.defaultRequest
import io.ktor.serialization.kotlinx.json.json
import java.net.InetAddress
import java.net.ServerSocket
import java.net.URI
import java.nio.file.Path
import java.util.Optional
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** An exchange of tokens ends with whoever wants them, also while a server without a word keeps it waiting. */
class ExchangeCutTest {
    @TempDir private lateinit var home: Path

    @Test fun anExchangeEndsWithItsCallerAndChangesNothing() = cut(Phase.HANDED_OVER)

    @Test fun anExchangeDuringALogInEndsWithItsCallerAndChangesNothing() = cut(Phase.LOGGING_IN)

    private fun cut(phase: Phase) {
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { server ->
            val session = Session.of(URI.create("http://127.0.0.1:${server.localPort}"), TOKENS.toBytes())
            Holdfast.builder("org.example.matrix").at(home).open().use { app ->
                val signedIn = app.sessions(Made).signIn<RuntimeException> { session }
                cut(SessionTokens(signedIn.handle(), session, Executors.newCachedThreadPool(), phase), server)
                assertThat(Tokens.of(signedIn.handle().session())).isEqualTo(TOKENS)
            }
        }
    }

    private fun cut(tokens: SessionTokens, server: ServerSocket) = runBlocking {
        val exchange = CoroutineScope(Dispatchers.IO).launch { exchange(tokens) }
        withContext(Dispatchers.IO) { server.accept() }
            .use { caller ->
                withContext(Dispatchers.IO) { caller.getInputStream().read() }
                withTimeout(1.minutes) { exchange.cancelAndJoin() }
            }
        assertThat(Tokens.of(tokens.session)).isEqualTo(TOKENS)
    }

    private suspend fun exchange(tokens: SessionTokens) {
        val store = MatrixClientAuthProviderDataStore.inMemory(tokens.current)
        val provider = tokens.current.createAuthProvider(store, {}, null, null)
        @Suppress("UNCHECKED_CAST")
        (provider as BearerClientAuthProvider<SessionTokens.Bearer>).refreshTokens(
            tokens.current,
            HttpClient(Java) {
                install(ContentNegotiation) { json() }
                defaultRequest { url(tokens.session.endpoint().toString()) }
            },
        )
    }

    /** A client that is its session. */
    private object Made : ClientFactory<Session> {
        override fun rebuild(handle: SessionHandle) = handle.session()

        override fun describe(client: Session) = Identity("@alice:localhost", client)

        override fun revoke(session: Session) = Unit

        override fun close(client: Session) = Unit
    }

    private companion object {
        val TOKENS = Tokens("@alice:localhost", "DEVICE", "access", Optional.of("refresh"), 1)
    }
}
