// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import dev.holdfast.Session
import dev.holdfast.SessionHandle
import dev.holdfast.matrix.trixnity.SessionTokens.Phase
import dev.holdfast.sqlite.RecordStore
import dev.holdfast.storage.HoldfastException
import java.util.Optional
import kotlinx.coroutines.runBlocking

/** One log-in. */
internal class LogIn(
    private val handle: SessionHandle,
    private val credentials: Credentials,
    private val settings: Settings,
) {
    /** What an earlier log-in left that can be gone on with. */
    private class Before(val session: Session, val store: RecordStore)

    fun run(): TrixnityClient = runBlocking {
        val server = Server(credentials.homeserver()).discover()
        val before = before()
        try {
            logIn(server, before).also { it.handOver() }
        } catch (failure: Throwable) {
            before?.store?.close()
            throw failure
        }
    }

    private suspend fun logIn(server: Server, before: Before?): TrixnityClient {
        val known = before?.let { Tokens.of(it.session) }
        val answer = server.logIn(credentials, known?.device(), settings.deviceName())
        val fresh =
            Tokens(answer.userId.full, answer.deviceId, answer.accessToken, Optional.ofNullable(answer.refreshToken), 0)
        if (before != null && known?.user() == fresh.user()) return goOn(server, before, fresh)
        try {
            if (before != null) throw Problems.otherUser(server.endpoint())
            return start(server, fresh)
        } catch (failure: Throwable) {
            runCatching { server.logOut(fresh) }.onFailure(failure::addSuppressed)
            throw failure
        }
    }

    /**
     * If it fails the device stays at the server: with it would go what others have sent to it meanwhile, such as the
     * keys of rooms. The next log-in goes on as it.
     */
    private suspend fun goOn(server: Server, before: Before, fresh: Tokens): TrixnityClient {
        val session = before.session
        val next =
            Session.of(server.endpoint(), fresh.with(before.store.opens()).toBytes())
                .withStore(session.store().orElseThrow())
        val client = Engine.started(handle, next, before.store, settings, Phase.LOGGING_IN)
        try {
            Engine.publishKeys(client.client)
            return client
        } catch (failure: Throwable) {
            client.close()
            throw translated(server.endpoint(), failure)
        }
    }

    private fun start(server: Server, fresh: Tokens): TrixnityClient {
        val bare = Session.of(server.endpoint(), fresh.toBytes()).withStore(Engine.newStore())
        val store = Engine.open(handle, bare)
        val session = bare.withClientData(fresh.with(store.opens()).toBytes())
        return Engine.started(handle, session, store, settings, Phase.LOGGING_IN)
    }

    /** Without a session, or a store that opens and has a device's keys, the log-in makes a new device. */
    private fun before(): Before? {
        val session = former() ?: return null
        val store = opened(session) ?: return null
        if (Engine.hasAccount(store)) return Before(session, store)
        store.close()
        return null
    }

    private fun former(): Session? =
        try {
            handle.session().also { Tokens.of(it) }
        } catch (e: HoldfastException) {
            null
        }

    private fun opened(session: Session): RecordStore? =
        try {
            Engine.open(handle, session)
        } catch (e: HoldfastException) {
            when (StoreTrouble.of(e)) {
                StoreTrouble.WRONG_KEY,
                StoreTrouble.ROLLED_BACK,
                StoreTrouble.UNREADABLE -> null
                else -> throw e
            }
        }
}
