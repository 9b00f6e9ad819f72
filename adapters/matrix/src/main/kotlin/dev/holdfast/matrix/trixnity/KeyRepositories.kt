// SPDX-License-Identifier: Apache-2.0
@file:OptIn(ExperimentalTime::class)

package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.store.KeyChainLink
import de.connect2x.trixnity.client.store.KeyVerificationState
import de.connect2x.trixnity.client.store.StoredCrossSigningKeys
import de.connect2x.trixnity.client.store.StoredDeviceKeys
import de.connect2x.trixnity.client.store.StoredRoomKeyRequest
import de.connect2x.trixnity.client.store.StoredSecret
import de.connect2x.trixnity.client.store.StoredSecretKeyRequest
import de.connect2x.trixnity.client.store.repository.*
import de.connect2x.trixnity.core.model.UserId
import de.connect2x.trixnity.core.model.keys.Key
import de.connect2x.trixnity.core.model.keys.KeyValue.Curve25519KeyValue
import de.connect2x.trixnity.crypto.SecretType
import de.connect2x.trixnity.crypto.olm.StoredInboundMegolmMessageIndex
import de.connect2x.trixnity.crypto.olm.StoredInboundMegolmSession
import de.connect2x.trixnity.crypto.olm.StoredOlmSession
import de.connect2x.trixnity.crypto.olm.StoredOutboundMegolmSession
import dev.holdfast.sqlite.MapTable
import kotlin.time.ExperimentalTime
import kotlin.time.Instant
import kotlinx.serialization.json.Json

internal class OutdatedKeys(transactions: Transactions, json: Json) :
    Values<Long, Set<UserId>>(transactions, "outdated keys", json.format()), OutdatedKeysRepository

internal class DeviceKeys(transactions: Transactions, json: Json) :
    Values<UserId, Map<String, StoredDeviceKeys>>(transactions, "device keys", json.format()), DeviceKeysRepository

internal class CrossSigningKeys(transactions: Transactions, json: Json) :
    Values<UserId, Set<StoredCrossSigningKeys>>(transactions, "cross-signing keys", json.format()),
    CrossSigningKeysRepository

internal class KeyVerifications(transactions: Transactions, json: Json) :
    Values<KeyVerificationStateKey, KeyVerificationState>(transactions, "key verifications", json.format()),
    KeyVerificationStateRepository {
    override fun text(key: KeyVerificationStateKey) = parts(key.keyAlgorithm.name, key.keyId)
}

internal class Secrets(transactions: Transactions, json: Json) :
    Values<Long, Map<SecretType, StoredSecret>>(transactions, "secrets", json.format()), SecretsRepository

internal class SecretKeyRequests(transactions: Transactions, json: Json) :
    AllValues<String, StoredSecretKeyRequest>(transactions, "secret key requests", json.format()),
    SecretKeyRequestRepository

internal class RoomKeyRequests(transactions: Transactions, json: Json) :
    AllValues<String, StoredRoomKeyRequest>(transactions, "room key requests", json.format()), RoomKeyRequestRepository

internal class OlmAccounts(transactions: Transactions) :
    Values<Long, String>(transactions, "olm account", Text), OlmAccountRepository

internal class OlmFallbackKeys(transactions: Transactions) :
    Values<Long, Instant>(transactions, "olm fallback key", Moments), OlmForgetFallbackKeyAfterRepository

private object Moments : Format<Instant> {
    override fun write(value: Instant) = Text.write(value.toString())

    override fun read(bytes: ByteArray) = Instant.parse(Text.read(bytes))
}

internal class OlmSessions(transactions: Transactions, json: Json) :
    AllValues<Curve25519KeyValue, Set<StoredOlmSession>>(transactions, "olm sessions", json.format()),
    OlmSessionRepository

internal class InboundMegolmSessions(transactions: Transactions, json: Json) :
    AllValues<InboundMegolmSessionRepositoryKey, StoredInboundMegolmSession>(
        transactions,
        "inbound megolm sessions",
        json.format(),
    ),
    InboundMegolmSessionRepository {
    override fun text(key: InboundMegolmSessionRepositoryKey) = parts(key.roomId.full, key.sessionId)

    override fun group(key: InboundMegolmSessionRepositoryKey, value: StoredInboundMegolmSession) =
        NOT_BACKED_UP.takeUnless { value.hasBeenBackedUp }

    override suspend fun getByNotBackedUp() = allOf(NOT_BACKED_UP).toSet()

    private companion object {
        const val NOT_BACKED_UP = "not backed up"
    }
}

internal class InboundMegolmMessageIndexes(transactions: Transactions, json: Json) :
    Values<InboundMegolmMessageIndexRepositoryKey, StoredInboundMegolmMessageIndex>(
        transactions,
        "inbound megolm message indexes",
        json.format(),
    ),
    InboundMegolmMessageIndexRepository {
    override fun text(key: InboundMegolmMessageIndexRepositoryKey) =
        parts(key.roomId.full, key.sessionId, key.messageIndex.toString())
}

internal class OutboundMegolmSessions(transactions: Transactions, json: Json) :
    AllValues<de.connect2x.trixnity.core.model.RoomId, StoredOutboundMegolmSession>(
        transactions,
        "outbound megolm sessions",
        json.format(),
    ),
    OutboundMegolmSessionRepository

/** By the key that signs, then by the one that is signed; and all of the latter in a group. */
internal class KeyChainLinks(private val transactions: Transactions) : KeyChainLinkRepository {
    private val table = MapTable.of("key chain links")

    override suspend fun save(keyChainLink: KeyChainLink) {
        val signing = text(keyChainLink.signingUserId, keyChainLink.signingKey)
        val signed = text(keyChainLink.signedUserId, keyChainLink.signedKey)
        transactions.write { it.put(table, signing, signed, ByteArray(0), signed) }
    }

    override suspend fun getBySigningKey(signingUserId: UserId, signingKey: Key.Ed25519Key): Set<KeyChainLink> =
        transactions
            .read { it.getAll(table, text(signingUserId, signingKey)) }
            .keys
            .map { signed ->
                val (user, id, value) = signed.split("\n")
                KeyChainLink(signingUserId, signingKey, UserId(user), Key.Ed25519Key(id.ifEmpty { null }, value))
            }
            .toSet()

    override suspend fun deleteBySignedKey(signedUserId: UserId, signedKey: Key.Ed25519Key) {
        transactions.write { it.deleteGroup(table, text(signedUserId, signedKey)) }
    }

    override suspend fun deleteAll() {
        transactions.write { it.deleteAll(table) }
    }

    private fun text(user: UserId, key: Key.Ed25519Key) = parts(user.full, key.id.orEmpty(), key.value.value)
}
