// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.CurrentSyncState
import de.connect2x.trixnity.client.flattenValues
import de.connect2x.trixnity.client.room.OutboxMessageEventHandler
import de.connect2x.trixnity.client.store.RoomOutboxMessage
import de.connect2x.trixnity.client.store.RoomOutboxMessageStore
import de.connect2x.trixnity.client.utils.retryLoop
import de.connect2x.trixnity.clientserverapi.client.SyncState as Sync
import de.connect2x.trixnity.core.EventHandler
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import org.koin.core.module.Module
import org.koin.core.qualifier.named
import org.koin.dsl.module

/**
 * Trixnity's outbox, which is stopped and begun anew when something in it is delayed: by itself it does not look at
 * that again. A growing while passes first, or until the sync has come back; and what is on its way then is not cut
 * off. Ends with the session.
 */
internal class Resending(
    private val outbox: EventHandler,
    private val messages: RoomOutboxMessageStore,
    private val syncs: StateFlow<Sync>,
    private val isOver: Flow<Boolean>,
) : EventHandler {
    private val waiting: Flow<List<RoomOutboxMessage<*>>> = messages.getAll().flattenValues()

    override fun startInCoroutineScope(scope: CoroutineScope) {
        scope.launch { syncs.retryLoop { run() } }
    }

    private suspend fun run() {
        var tries = 0
        while (true) {
            tries = send(tries)
            release()
        }
    }

    /**
     * Returns when it is time to try again what is delayed.
     *
     * @return how often that was tried, this time included; counted anew once nothing was delayed or the sync came back
     */
    private suspend fun send(tries: Int): Int = coroutineScope {
        val sending = launch { outbox.startInCoroutineScope(this) }
        val before = if (atRest().any(::isDelayed)) tries else 0
        waiting.first { it.any(::isDelayed) }
        val next = if (comesBack(pause(before))) 1 else before + 1
        isOver.first { !it }
        atRest()
        sending.cancelAndJoin()
        next
    }

    /** What is there when all of it is sent, refused or delayed. */
    private suspend fun atRest(): List<RoomOutboxMessage<*>> =
        waiting.first { all -> all.all { it.eventId != null || it.sendError != null } }

    private suspend fun comesBack(within: Duration): Boolean =
        withTimeoutOrNull(within) {
            syncs.first { it != Sync.RUNNING }
            syncs.first { it == Sync.RUNNING }
        } != null

    private suspend fun release() {
        waiting.first().filter(::isDelayed).forEach { message ->
            messages.update(message.roomId, message.transactionId) { it?.let(::released) }
        }
    }

    companion object {
        private val FIRST = 1.seconds
        private val LONGEST = 5.minutes
        private const val DOUBLINGS = 10

        /** How long what was tried so often waits. */
        fun pause(tries: Int): Duration = minOf(FIRST * (1 shl minOf(tries, DOUBLINGS)), LONGEST)
    }
}

/** Takes the place of Trixnity's own. */
@OptIn(kotlin.time.ExperimentalTime::class)
internal fun outbox(isOver: Flow<Boolean>): Module = module {
    single<EventHandler>(named<OutboxMessageEventHandler>()) {
        val original =
            OutboxMessageEventHandler(
                config = get(),
                api = get(),
                roomStore = get(),
                roomEventEncryptionServices = getAll(),
                userService = get(),
                mediaService = get(),
                roomOutboxMessageStore = get(),
                outboxMessageMediaUploaderMappings = get(),
                currentSyncState = get(),
                userInfo = get(),
                tm = get(),
                clock = get(),
            )
        Resending(original, get(), get<CurrentSyncState>(), isOver)
    }
}
