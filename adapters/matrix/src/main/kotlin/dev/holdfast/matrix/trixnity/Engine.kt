// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.CryptoDriverModule
import de.connect2x.trixnity.client.MatrixClient
import de.connect2x.trixnity.client.MediaStoreModule
import de.connect2x.trixnity.client.RepositoriesModule
import de.connect2x.trixnity.client.create
import de.connect2x.trixnity.client.cryptodriver.vodozemac.vodozemac
import de.connect2x.trixnity.client.media.MediaStore
import de.connect2x.trixnity.crypto.sign.SignService
import dev.holdfast.Session
import dev.holdfast.SessionHandle
import dev.holdfast.matrix.trixnity.SessionTokens.Phase
import dev.holdfast.sqlite.RecordStore
import dev.holdfast.sqlite.StoreKey
import dev.holdfast.sqlite.Table
import java.security.SecureRandom
import java.util.HexFormat
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.runBlocking
import org.koin.dsl.module

/** Opens stores and clients. */
object Engine {
    private const val PURPOSE = "matrix store"
    private const val KEY_BYTES = 32
    private const val NAME_BYTES = 4
    private val ACCOUNT = Table.of("account")
    private val THREADS = AtomicInteger()

    /** Signs in, as the device of the handle's session if there is one and its store opens. */
    @JvmStatic
    fun logIn(handle: SessionHandle, credentials: Credentials, settings: Settings): TrixnityClient =
        LogIn(handle, credentials, settings).run()

    /** A client of a session that was saved. */
    @JvmStatic
    fun restore(handle: SessionHandle, settings: Settings): TrixnityClient {
        val session = handle.session()
        val store = open(handle, session)
        return started(handle, session, store, settings, Phase.HANDED_OVER)
    }

    /** Ends a session at its server. */
    @JvmStatic fun revoke(session: Session) = runBlocking { Server(session.endpoint()).logOut(Tokens.of(session)) }

    /** The store of a session, which has been opened at least as often as that knows. Its key is the account's. */
    internal fun open(handle: SessionHandle, session: Session): RecordStore {
        val opens = Tokens.of(session).opens()
        val name = session.store().orElseThrow { Problems.foreignSession() }
        return handle.secret(PURPOSE, KEY_BYTES).use {
            RecordStore.builder(handle.store(name)).expecting(opens).open(StoreKey.of(it))
        }
    }

    /** A client over an open store, which is closed with it, or if there will be none. */
    internal fun started(
        handle: SessionHandle,
        session: Session,
        store: RecordStore,
        settings: Settings,
        phase: Phase,
    ): TrixnityClient {
        val threads = threads()
        try {
            val tokens = SessionTokens(handle, session, threads, phase)
            val account = if (hasAccount(store)) Account.KNOWN else Account.NEW
            val noted = threads.submit { if (phase == Phase.HANDED_OVER) tokens.opened(store.opens()) }
            val client = runBlocking { create(store, tokens, account, settings, threads) }
            return TrixnityClient(client, tokens, store, threads, noted)
        } catch (failure: Throwable) {
            threads.shutdown()
            store.close()
            throw translated(session.endpoint(), failure)
        }
    }

    internal fun hasAccount(store: RecordStore): Boolean = store.read { it.get(ACCOUNT, "1").isPresent }

    private suspend fun create(
        store: RecordStore,
        tokens: SessionTokens,
        account: Account,
        settings: Settings,
        threads: ExecutorService,
    ): MatrixClient {
        val transactions = Transactions(store)
        val authentications = authentications(account)
        return MatrixClient.create(
                repositoriesModule = RepositoriesModule { repositories(transactions, authentications) },
                mediaStoreModule =
                    MediaStoreModule { module { single<MediaStore> { Media(transactions, settings.mediaBytes()) } } },
                cryptoDriverModule = CryptoDriverModule.vodozemac(),
                authProviderData = tokens.current.takeIf { account == Account.NEW },
                coroutineContext = threads.asCoroutineDispatcher(),
            ) {
                name = "matrix"
                httpClientEngine = Server.ENGINE
                modulesFactories = modulesFactories + { mappings(tokens) } + { outbox(tokens.end.map { it != null }) }
            }
            .getOrThrow()
    }

    /** Gives the server the keys of a device that it may have forgotten. */
    internal suspend fun publishKeys(client: MatrixClient) {
        val keys = client.di.get<SignService>().getSelfSignedDeviceKeys()
        client.api.key.setKeys(deviceKeys = keys).getOrThrow()
    }

    /** The name of a store that is not there yet. */
    internal fun newStore(): String =
        "matrix-" + HexFormat.of().formatHex(ByteArray(NAME_BYTES).also(SecureRandom()::nextBytes))

    /** As many as wait for the store or the network at once; they end with their client. */
    private fun threads(): ExecutorService {
        val number = THREADS.incrementAndGet()
        return Executors.newCachedThreadPool { task ->
            Thread(task, "holdfast-matrix-$number").apply { isDaemon = true }
        }
    }
}
