// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import dev.holdfast.ClientFactory
import dev.holdfast.Identity
import dev.holdfast.Session
import dev.holdfast.SessionHandle
import dev.holdfast.secrets.SecretBytes
import dev.holdfast.sqlite.RecordStore
import dev.holdfast.sqlite.StoreKey
import dev.holdfast.sqlite.Table
import java.net.URI
import java.util.Optional

/** Makes what a log-in makes, without a server. */
internal class Made(private val key: (SessionHandle) -> SecretBytes) : ClientFactory<Session> {
    fun make(handle: SessionHandle): Session {
        val tokens = Tokens("@alice:localhost", "DEVICE", "access", Optional.of("refresh"), 1)
        RecordStore.open(handle.store(STORE), StoreKey.of(key(handle))).use { store ->
            store.write { it.put(Table.of("account"), "1", ACCOUNT.encodeToByteArray()) }
        }
        return Session.of(URI.create("http://127.0.0.1:9"), tokens.toBytes()).withStore(STORE)
    }

    override fun rebuild(handle: SessionHandle) = handle.session()

    override fun describe(client: Session) = Identity("@alice:localhost", client)

    override fun revoke(session: Session) = Unit

    override fun close(client: Session) = Unit

    companion object {
        const val STORE = "matrix-tests"
        private const val ACCOUNT = """{"userId":"@alice:localhost","deviceId":"DEVICE","profile":{}}"""
    }
}
