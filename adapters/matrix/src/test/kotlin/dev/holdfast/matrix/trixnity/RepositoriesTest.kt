// SPDX-License-Identifier: Apache-2.0
@file:OptIn(ExperimentalTime::class)

package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.MatrixClientConfiguration
import de.connect2x.trixnity.client.createDefaultEventContentSerializerMappingsModule
import de.connect2x.trixnity.client.createDefaultMatrixJsonModule
import de.connect2x.trixnity.client.store.*
import de.connect2x.trixnity.client.store.RoomOutboxMessage.SendError
import de.connect2x.trixnity.client.store.repository.*
import de.connect2x.trixnity.clientserverapi.model.media.GetMediaConfig
import de.connect2x.trixnity.clientserverapi.model.server.GetVersions
import de.connect2x.trixnity.core.model.EventId
import de.connect2x.trixnity.core.model.RoomId
import de.connect2x.trixnity.core.model.UserId
import de.connect2x.trixnity.core.model.events.ClientEvent.GlobalAccountDataEvent
import de.connect2x.trixnity.core.model.events.ClientEvent.RoomAccountDataEvent
import de.connect2x.trixnity.core.model.events.ClientEvent.RoomEvent.MessageEvent
import de.connect2x.trixnity.core.model.events.ClientEvent.RoomEvent.StateEvent
import de.connect2x.trixnity.core.model.events.ClientEvent.StateBaseEvent
import de.connect2x.trixnity.core.model.events.m.DirectEventContent
import de.connect2x.trixnity.core.model.events.m.FullyReadEventContent
import de.connect2x.trixnity.core.model.events.m.KeyRequestAction
import de.connect2x.trixnity.core.model.events.m.Presence
import de.connect2x.trixnity.core.model.events.m.PushRulesEventContent
import de.connect2x.trixnity.core.model.events.m.RelationType
import de.connect2x.trixnity.core.model.events.m.RoomKeyRequestEventContent
import de.connect2x.trixnity.core.model.events.m.crosssigning.MasterKeyEventContent
import de.connect2x.trixnity.core.model.events.m.room.MemberEventContent
import de.connect2x.trixnity.core.model.events.m.room.Membership
import de.connect2x.trixnity.core.model.events.m.room.NameEventContent
import de.connect2x.trixnity.core.model.events.m.room.RoomMessageEventContent
import de.connect2x.trixnity.core.model.events.m.secret.SecretKeyRequestEventContent
import de.connect2x.trixnity.core.model.keys.DeviceKeys as Keyring
import de.connect2x.trixnity.core.model.keys.EncryptionAlgorithm
import de.connect2x.trixnity.core.model.keys.Key
import de.connect2x.trixnity.core.model.keys.KeyAlgorithm
import de.connect2x.trixnity.core.model.keys.KeyValue.Curve25519KeyValue
import de.connect2x.trixnity.core.model.keys.KeyValue.Ed25519KeyValue
import de.connect2x.trixnity.core.model.keys.Keys
import de.connect2x.trixnity.core.model.keys.Signed
import de.connect2x.trixnity.crypto.SecretType
import de.connect2x.trixnity.crypto.olm.StoredInboundMegolmMessageIndex
import de.connect2x.trixnity.crypto.olm.StoredInboundMegolmSession
import de.connect2x.trixnity.crypto.olm.StoredOlmSession
import de.connect2x.trixnity.crypto.olm.StoredOutboundMegolmSession
import dev.holdfast.secrets.SecretBytes
import dev.holdfast.sqlite.RecordStore
import dev.holdfast.sqlite.StoreKey
import java.nio.file.Path
import java.security.SecureRandom
import kotlin.time.ExperimentalTime
import kotlin.time.Instant
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.koin.core.Koin
import org.koin.dsl.koinApplication
import org.koin.dsl.module

/** Each of Trixnity's repositories gives back what it was given. */
class RepositoriesTest {
    @TempDir private lateinit var folder: Path

    private val key = SecretBytes.random(32, SecureRandom())
    private lateinit var store: RecordStore
    private lateinit var koin: Koin
    private val transactions
        get() = koin.get<RepositoryTransactionManager>()

    private val red = RoomId("!red:example.org")
    private val blue = RoomId("!blue:example.org")
    private val alice = UserId("@alice:example.org")
    private val bob = UserId("@bob:example.org")
    private val now = Instant.fromEpochMilliseconds(1_700_000_000_123)

    @BeforeEach
    fun open() {
        store = RecordStore.open(folder.resolve("store"), StoreKey.of(key))
        koin =
            koinApplication {
                    modules(
                        module { single { MatrixClientConfiguration() } },
                        createDefaultEventContentSerializerMappingsModule(),
                        createDefaultMatrixJsonModule(),
                        repositories(Transactions(store), InMemoryAuthenticationRepository()),
                    )
                }
                .koin
    }

    @AfterEach fun close() = store.close()

    private fun <K, V : Any> keeps(repository: MinimalRepository<K, V>, first: Pair<K, V>, second: Pair<K, V>) =
        runBlocking {
            transactions.writeTransaction {
                repository.save(first.first, first.second)
                repository.save(second.first, first.second)
                repository.save(second.first, second.second)
            }
            assertThat(repository.get(first.first)).isEqualTo(first.second)
            assertThat(repository.get(second.first)).isEqualTo(second.second)
            if (repository is FullRepository<K, V>) {
                assertThat(repository.getAll()).containsExactlyInAnyOrder(first.second, second.second)
            }
            transactions.writeTransaction { repository.delete(first.first) }
            assertThat(repository.get(first.first)).isNull()
            assertThat(repository.get(second.first)).isEqualTo(second.second)
            transactions.writeTransaction { repository.deleteAll() }
            assertThat(repository.get(second.first)).isNull()
        }

    private fun <K1, K2, V : Any> keepsMap(
        repository: MapRepository<K1, K2, V>,
        key: K1,
        first: Pair<K2, V>,
        second: Pair<K2, V>,
    ) = runBlocking {
        repository.save(key, first.first, first.second)
        repository.save(key, second.first, second.second)
        assertThat(repository.get(key)).isEqualTo(mapOf(first, second))
        assertThat(repository.get(key, second.first)).isEqualTo(second.second)
        repository.delete(key, first.first)
        assertThat(repository.get(key)).isEqualTo(mapOf(second))
        repository.deleteAll()
        assertThat(repository.get(key)).isEmpty()
    }

    private fun session(room: RoomId, id: String, isBackedUp: Boolean) =
        StoredInboundMegolmSession(
            Curve25519KeyValue("sender"),
            Ed25519KeyValue("signing"),
            id,
            room,
            3,
            isBackedUp,
            true,
            listOf(Curve25519KeyValue("forwarder")),
            "pickled $id",
        )

    private fun state(room: RoomId, key: String, name: String): StateBaseEvent<NameEventContent> =
        StateEvent(NameEventContent(name), EventId("\$$name"), alice, room, 17, stateKey = key)

    private fun event(room: RoomId, text: String) =
        TimelineEvent(
            MessageEvent(RoomMessageEventContent.TextBased.Text(text), EventId("\$$text"), alice, room, 17),
            previousEventId = EventId("\$before"),
            gap = TimelineEvent.Gap.GapBefore("batch"),
        )

    private fun outgoing(room: RoomId, id: String) =
        RoomOutboxMessage(room, id, RoomMessageEventContent.TextBased.Text("text $id"), now)

    @Test
    fun aMessageThatIsDelayedIsReadAsNewAndOneThatIsRefusedAsThat() = runBlocking {
        val outbox = koin.get<RoomOutboxMessageRepository>()
        val delayed = RoomOutboxMessageRepositoryKey(red, "1")
        val refused = RoomOutboxMessageRepositoryKey(red, "2")
        outbox.save(delayed, outgoing(red, "1").copy(sendError = SendError.EncryptionError("no network")))
        outbox.save(refused, outgoing(red, "2").copy(sendError = SendError.NoEventPermission))
        assertThat(outbox.get(delayed)).isEqualTo(outgoing(red, "1"))
        assertThat(outbox.get(refused)).isEqualTo(outgoing(red, "2").copy(sendError = SendError.NoEventPermission))
        assertThat(outbox.getAll()).containsExactlyInAnyOrder(outbox.get(delayed), outbox.get(refused))
        outbox.deleteAll()
    }

    @Test
    fun whatTheClientKnowsOfItselfIsKept() {
        keeps(
            koin.get<AccountRepository>(),
            1L to
                Account(
                    olmPickleKey = null,
                    userId = alice,
                    deviceId = "A",
                    syncBatchToken = "s1",
                    filterId = "1",
                    backgroundFilterId = null,
                ),
            2L to
                Account(
                    olmPickleKey = "",
                    userId = bob,
                    deviceId = "B",
                    syncBatchToken = null,
                    filterId = null,
                    backgroundFilterId = "2",
                ),
        )
        keeps(koin.get<OutdatedKeysRepository>(), 1L to setOf(alice), 2L to setOf(alice, bob))
        keeps(
            koin.get<MediaCacheMappingRepository>(),
            "a" to MediaCacheMapping("a", "mxc://a", 3),
            "b" to MediaCacheMapping("b"),
        )
        keeps(
            koin.get<UserPresenceRepository>(),
            alice to UserPresence(Presence.ONLINE, now),
            bob to UserPresence(Presence.OFFLINE, now, now, false, "away"),
        )
        keeps(koin.get<MigrationRepository>(), "one" to "1", "two" to "")
        keeps(
            koin.get<ServerDataRepository>(),
            1L to ServerData(GetVersions.Response(listOf("v1.11")), GetMediaConfig.Response(10), null),
            2L to ServerData(GetVersions.Response(), GetMediaConfig.Response(), null),
        )
    }

    @Test
    fun accountDataAreKept() =
        runBlocking<Unit> {
            val data = koin.get<GlobalAccountDataRepository>()
            val direct = GlobalAccountDataEvent(DirectEventContent(mapOf(alice to setOf(red))))
            data.save("m.direct", "", direct)
            data.save("m.push_rules", "", GlobalAccountDataEvent(PushRulesEventContent()))
            assertThat(data.get("m.direct")).isEqualTo(mapOf("" to direct))
            assertThat(data.get("m.direct", "")).isEqualTo(direct)
            data.delete("m.direct", "")
            assertThat(data.get("m.direct")).isEmpty()
            assertThat(data.get("m.push_rules")).hasSize(1)
            data.deleteAll()
            assertThat(data.get("m.push_rules")).isEmpty()
        }

    @Test
    fun secretsAndRequestsForThemAreKept() {
        val secret = StoredSecret(GlobalAccountDataEvent(MasterKeyEventContent(mapOf())), "private")
        keeps(
            koin.get<SecretsRepository>(),
            1L to mapOf(SecretType.M_CROSS_SIGNING_SELF_SIGNING to secret),
            2L to mapOf(),
        )
        val forSecret = SecretKeyRequestEventContent("name", KeyRequestAction.REQUEST, "A", "1")
        keeps(
            koin.get<SecretKeyRequestRepository>(),
            "1" to StoredSecretKeyRequest(forSecret, setOf("B"), now),
            "2" to StoredSecretKeyRequest(forSecret.copy(requestId = "2"), setOf(), now),
        )
        val forRoom = RoomKeyRequestEventContent(KeyRequestAction.REQUEST, "A", "1")
        keeps(
            koin.get<RoomKeyRequestRepository>(),
            "1" to StoredRoomKeyRequest(forRoom, setOf("B"), now),
            "2" to StoredRoomKeyRequest(forRoom.copy(requestId = "2"), setOf(), now),
        )
    }

    @Test
    fun keysAreKept() {
        val keys =
            Signed<Keyring, UserId>(
                Keyring(alice, "A", setOf(EncryptionAlgorithm.Megolm), Keys(setOf(Key.Ed25519Key("A", "value")))),
                mapOf(),
            )
        keeps(
            koin.get<DeviceKeysRepository>(),
            alice to mapOf("A" to StoredDeviceKeys(keys, KeySignatureTrustLevel.Valid(true))),
            bob to mapOf(),
        )
        keeps(koin.get<CrossSigningKeysRepository>(), alice to setOf(), bob to setOf())
        keeps(
            koin.get<KeyVerificationStateRepository>(),
            KeyVerificationStateKey("A", KeyAlgorithm.Ed25519) to KeyVerificationState.Verified("a"),
            KeyVerificationStateKey("A", KeyAlgorithm.Curve25519) to KeyVerificationState.Blocked("b"),
        )
        keeps(koin.get<OlmAccountRepository>(), 1L to "pickled", 2L to "")
        keeps(koin.get<OlmForgetFallbackKeyAfterRepository>(), 1L to now, 2L to Instant.DISTANT_FUTURE)
        val olm = StoredOlmSession(Curve25519KeyValue("b"), "id", now, now, "pickled")
        keeps(
            koin.get<OlmSessionRepository>(),
            Curve25519KeyValue("a") to setOf(),
            Curve25519KeyValue("b") to setOf(olm, olm.copy(sessionId = "other")),
        )
        keeps(
            koin.get<OutboundMegolmSessionRepository>(),
            red to StoredOutboundMegolmSession(red, now, 4, mapOf(alice to setOf("A")), "pickled"),
            blue to StoredOutboundMegolmSession(blue, now, pickled = "other"),
        )
        keeps(
            koin.get<InboundMegolmMessageIndexRepository>(),
            InboundMegolmMessageIndexRepositoryKey("1", red, 12) to
                StoredInboundMegolmMessageIndex("1", red, 12, EventId("\$e"), 3),
            InboundMegolmMessageIndexRepositoryKey("11", red, 2) to
                StoredInboundMegolmMessageIndex("11", red, 2, EventId("\$f"), 4),
        )
        keeps(
            koin.get<InboundMegolmSessionRepository>(),
            InboundMegolmSessionRepositoryKey("1", red) to session(red, "1", false),
            InboundMegolmSessionRepositoryKey("2", blue) to session(blue, "2", true),
        )
    }

    @Test
    fun sessionsThatAreNotBackedUpAreFound() =
        runBlocking<Unit> {
            val sessions = koin.get<InboundMegolmSessionRepository>()
            sessions.save(InboundMegolmSessionRepositoryKey("1", red), session(red, "1", false))
            sessions.save(InboundMegolmSessionRepositoryKey("2", red), session(red, "2", false))
            sessions.save(InboundMegolmSessionRepositoryKey("2", red), session(red, "2", true))
            assertThat(sessions.getByNotBackedUp()).containsExactly(session(red, "1", false))
        }

    @Test
    fun chainsOfKeysAreFoundByTheSigningOneAndDeletedByTheSignedOne() =
        runBlocking<Unit> {
            val links = koin.get<KeyChainLinkRepository>()
            val signing = Key.Ed25519Key("S", "signing")
            val one = KeyChainLink(alice, signing, bob, Key.Ed25519Key("B", "one"))
            val two = KeyChainLink(alice, signing, bob, Key.Ed25519Key(null, "two"))
            links.save(one)
            links.save(two)
            assertThat(links.getBySigningKey(alice, signing)).containsExactlyInAnyOrder(one, two)
            assertThat(links.getBySigningKey(bob, signing)).isEmpty()
            links.deleteBySignedKey(bob, one.signedKey)
            assertThat(links.getBySigningKey(alice, signing)).containsExactly(two)
            links.deleteAll()
            assertThat(links.getBySigningKey(alice, signing)).isEmpty()
        }

    @Test
    fun roomsAndWhatIsSaidInThemAreKept() {
        keeps(
            koin.get<RoomRepository>(),
            red to Room(red, lastRelevantEventTimestamp = now),
            blue to Room(blue, encrypted = true),
        )
        keeps(
            koin.get<TimelineEventRepository>(),
            TimelineEventKey(EventId("\$one"), red) to event(red, "one"),
            TimelineEventKey(EventId("\$two"), red) to event(red, "two"),
        )
        keeps(
            koin.get<RoomOutboxMessageRepository>(),
            RoomOutboxMessageRepositoryKey(red, "1") to outgoing(red, "1"),
            RoomOutboxMessageRepositoryKey(red, "2") to outgoing(red, "2"),
        )
        val member =
            StateEvent(
                MemberEventContent(membership = Membership.JOIN),
                EventId("\$m"),
                alice,
                red,
                17,
                stateKey = alice.full,
            )
        keepsMap(
            koin.get<RoomUserRepository>(),
            red,
            alice to RoomUser(red, alice, "Alice", member),
            bob to RoomUser(red, bob, "Bob", member),
        )
        keepsMap(
            koin.get<RoomUserReceiptsRepository>(),
            red,
            alice to RoomUserReceipts(red, alice),
            bob to RoomUserReceipts(red, bob),
        )
        keepsMap(
            koin.get<RoomStateRepository>(),
            RoomStateRepositoryKey(red, "m.room.name"),
            "" to state(red, "", "one"),
            "key" to state(red, "key", "two"),
        )
        keepsMap(
            koin.get<RoomAccountDataRepository>(),
            RoomAccountDataRepositoryKey(red, "m.fully_read"),
            "" to RoomAccountDataEvent(FullyReadEventContent(EventId("\$one")), red, ""),
            "key" to RoomAccountDataEvent(FullyReadEventContent(EventId("\$two")), red, "key"),
        )
        val relation = TimelineEventRelation(red, EventId("\$one"), RelationType.Reference, EventId("\$two"))
        keepsMap(
            koin.get<TimelineEventRelationRepository>(),
            TimelineEventRelationKey(EventId("\$two"), red, RelationType.Reference),
            EventId("\$one") to relation,
            EventId("\$three") to relation.copy(eventId = EventId("\$three")),
        )
    }

    @Test
    fun notificationsAreKept() {
        keeps(
            koin.get<NotificationRepository>(),
            "a" to StoredNotification.Message("1", red, EventId("\$one"), setOf()) as StoredNotification,
            "b" to StoredNotification.State("2", red, null, "m.room.name", "", setOf()),
        )
        keeps(
            koin.get<NotificationUpdateRepository>(),
            "a" to StoredNotificationUpdate.Remove("a", red) as StoredNotificationUpdate,
            "b" to StoredNotificationUpdate.Remove("b", red),
        )
        keeps(
            koin.get<NotificationStateRepository>(),
            red to StoredNotificationState.Push(red) as StoredNotificationState,
            blue to StoredNotificationState.Remove(blue),
        )
    }

    @Test
    fun aRoomIsForgottenAndNoOther() =
        runBlocking<Unit> {
            val events = koin.get<TimelineEventRepository>()
            val states = koin.get<RoomStateRepository>()
            val users = koin.get<RoomUserReceiptsRepository>()
            for (room in listOf(red, blue)) {
                events.save(TimelineEventKey(EventId("\$one"), room), event(room, "one"))
                states.save(RoomStateRepositoryKey(room, "m.room.name"), "", state(room, "", "name"))
                users.save(room, alice, RoomUserReceipts(room, alice))
            }
            assertThat(states.getByRooms(setOf(red, blue, RoomId("!none:example.org")), "m.room.name", ""))
                .containsExactlyInAnyOrder(state(red, "", "name"), state(blue, "", "name"))
            transactions.writeTransaction {
                events.deleteByRoomId(red)
                states.deleteByRoomId(red)
                users.deleteByRoomId(red)
            }
            assertThat(events.get(TimelineEventKey(EventId("\$one"), red))).isNull()
            assertThat(states.get(RoomStateRepositoryKey(red, "m.room.name"))).isEmpty()
            assertThat(users.get(red)).isEmpty()
            assertThat(events.get(TimelineEventKey(EventId("\$one"), blue))).isEqualTo(event(blue, "one"))
            assertThat(states.get(RoomStateRepositoryKey(blue, "m.room.name"))).hasSize(1)
            assertThat(users.get(blue)).hasSize(1)
        }

    @Test
    fun aTransactionThatThrowsHasChangedNothingAndSeesWhatItWrote() =
        runBlocking<Unit> {
            val migrations = koin.get<MigrationRepository>()
            val thrown = runCatching {
                transactions.writeTransaction {
                    migrations.save("key", "value")
                    withContext(Dispatchers.Default) { assertThat(migrations.get("key")).isEqualTo("value") }
                    transactions.writeTransaction { migrations.save("nested", "value") }
                    error("planned")
                }
            }
            assertThat(thrown.exceptionOrNull()).hasMessage("planned")
            assertThat(migrations.get("key")).isNull()
            assertThat(migrations.get("nested")).isNull()
        }

    @Test
    fun manyWhoReadAndWriteAtOnceLoseNothing() =
        runBlocking<Unit> {
            val migrations = koin.get<MigrationRepository>()
            migrations.save("count", "0")
            withContext(Dispatchers.Default) {
                (1..50)
                    .map {
                        async {
                            transactions.writeTransaction {
                                migrations.save("count", (checkNotNull(migrations.get("count")).toInt() + 1).toString())
                            }
                            transactions.readTransaction { migrations.get("count") }
                        }
                    }
                    .awaitAll()
            }
            assertThat(migrations.get("count")).isEqualTo("50")
        }
}
