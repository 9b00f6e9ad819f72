// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.store.Account
import de.connect2x.trixnity.client.store.MediaCacheMapping
import de.connect2x.trixnity.client.store.ServerData
import de.connect2x.trixnity.client.store.UserPresence
import de.connect2x.trixnity.client.store.repository.*
import de.connect2x.trixnity.core.model.UserId
import de.connect2x.trixnity.core.model.events.ClientEvent.GlobalAccountDataEvent
import kotlinx.serialization.json.Json
import org.koin.core.module.Module
import org.koin.dsl.module

internal class Accounts(transactions: Transactions, json: Json) :
    Values<Long, Account>(transactions, "account", json.format()), AccountRepository

internal class Servers(transactions: Transactions, json: Json) :
    Values<Long, ServerData>(transactions, "server", json.format()), ServerDataRepository

internal class MediaMappings(transactions: Transactions, json: Json) :
    Values<String, MediaCacheMapping>(transactions, "media", json.format()), MediaCacheMappingRepository

internal class Presences(transactions: Transactions, json: Json) :
    Values<UserId, UserPresence>(transactions, "presences", json.format()), UserPresenceRepository

internal class Migrations(transactions: Transactions) :
    Values<String, String>(transactions, "migrations", Text), MigrationRepository

internal class GlobalAccountData(transactions: Transactions, json: Json) :
    Maps<String, String, GlobalAccountDataEvent<*>>(
        transactions,
        "global account data",
        json.events(GlobalAccountDataEvent::class),
    ),
    GlobalAccountDataRepository {
    override fun first(key: String) = key

    override fun second(key: String) = key

    override fun parsed(text: String) = text
}

/** All repositories of Trixnity, over one store; its authentications lie in the session instead. */
internal fun repositories(transactions: Transactions, authentications: AuthenticationRepository): Module = module {
    single<RepositoryTransactionManager> { transactions }
    single<AuthenticationRepository> { authentications }
    single<AccountRepository> { Accounts(transactions, get()) }
    single<ServerDataRepository> { Servers(transactions, get()) }
    single<OutdatedKeysRepository> { OutdatedKeys(transactions, get()) }
    single<DeviceKeysRepository> { DeviceKeys(transactions, get()) }
    single<CrossSigningKeysRepository> { CrossSigningKeys(transactions, get()) }
    single<KeyVerificationStateRepository> { KeyVerifications(transactions, get()) }
    single<KeyChainLinkRepository> { KeyChainLinks(transactions) }
    single<SecretsRepository> { Secrets(transactions, get()) }
    single<SecretKeyRequestRepository> { SecretKeyRequests(transactions, get()) }
    single<RoomKeyRequestRepository> { RoomKeyRequests(transactions, get()) }
    single<OlmAccountRepository> { OlmAccounts(transactions) }
    single<OlmForgetFallbackKeyAfterRepository> { OlmFallbackKeys(transactions) }
    single<OlmSessionRepository> { OlmSessions(transactions, get()) }
    single<InboundMegolmSessionRepository> { InboundMegolmSessions(transactions, get()) }
    single<InboundMegolmMessageIndexRepository> { InboundMegolmMessageIndexes(transactions, get()) }
    single<OutboundMegolmSessionRepository> { OutboundMegolmSessions(transactions, get()) }
    single<RoomRepository> { Rooms(transactions, get()) }
    single<RoomUserRepository> { RoomUsers(transactions, get()) }
    single<RoomUserReceiptsRepository> { RoomReceipts(transactions, get()) }
    single<RoomStateRepository> { RoomStates(transactions, get()) }
    single<TimelineEventRepository> { TimelineEvents(transactions, get()) }
    single<TimelineEventRelationRepository> { TimelineEventRelations(transactions, get()) }
    single<RoomOutboxMessageRepository> { Outbox(transactions, get(), get()) }
    single<MediaCacheMappingRepository> { MediaMappings(transactions, get()) }
    single<GlobalAccountDataRepository> { GlobalAccountData(transactions, get()) }
    single<RoomAccountDataRepository> { RoomAccountData(transactions, get()) }
    single<UserPresenceRepository> { Presences(transactions, get()) }
    single<NotificationRepository> { Notifications(transactions, get()) }
    single<NotificationUpdateRepository> { NotificationUpdates(transactions, get()) }
    single<NotificationStateRepository> { NotificationStates(transactions, get()) }
    single<MigrationRepository> { Migrations(transactions) }
}
