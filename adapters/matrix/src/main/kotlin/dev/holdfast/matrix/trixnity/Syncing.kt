// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.MatrixClient as Trixnity
import de.connect2x.trixnity.clientserverapi.client.SyncState as Sync
import de.connect2x.trixnity.core.model.events.m.Presence
import dev.holdfast.matrix.SyncState
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.dropWhile
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.getAndUpdate
import kotlinx.coroutines.withTimeoutOrNull

/**
 * The sync of a client.
 *
 * @param end what its state is from then on, whatever Trixnity does
 */
internal class Syncing(
    private val client: Trixnity,
    private val end: StateFlow<SyncState?>,
    private val scope: CoroutineScope,
) {
    /** Hands it to Trixnity, which waits with its first one until the server has taken a filter. */
    private val begun = MutableStateFlow<Job?>(null)
    private val every: Flow<SyncState> = combine(client.syncState, end, begun, ::state)

    val states: Flow<SyncState> = every.distinctUntilChanged()

    val state: SyncState
        get() = state(client.syncState.value, end.value, begun.value)

    private fun state(sync: Sync, end: SyncState?, begun: Job?): SyncState =
        end
            ?: when (sync) {
                Sync.STOPPED -> if (begun == null) SyncState.STOPPED else SyncState.STARTING
                Sync.RUNNING -> SyncState.RUNNING
                Sync.ERROR,
                Sync.TIMEOUT -> SyncState.OFFLINE
                else -> SyncState.STARTING
            }

    fun begin() {
        val next = scope.async { client.startSync(Presence.ONLINE) }
        begun.getAndUpdate { next }?.cancel()
    }

    /** How the next try goes, or the one under way; RUNNING if it is. */
    suspend fun catchUp(): SyncState {
        begin()
        val tries = every.dropWhile { it == SyncState.OFFLINE }
        val heard = withTimeoutOrNull(ANSWER) { tries.first { it in SETTLED || isInitial() } }
        return if (heard == SyncState.STARTING) every.first { it in SETTLED } else heard ?: SyncState.OFFLINE
    }

    /** Trixnity gives it five minutes. */
    private fun isInitial() = client.syncState.value == Sync.INITIAL_SYNC

    suspend fun stop() {
        begun.getAndUpdate { null }?.cancelAndJoin()
        client.stopSync()
    }

    private companion object {
        /**
         * For how long a server may be silent: as for all else that Trixnity asks. Between two tries pass six seconds.
         */
        val ANSWER = 30.seconds
        val SETTLED = SyncState.entries - SyncState.STARTING
    }
}
