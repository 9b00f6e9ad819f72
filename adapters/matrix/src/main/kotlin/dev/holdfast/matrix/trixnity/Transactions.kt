// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.store.repository.RepositoryTransactionManager
import dev.holdfast.sqlite.ReadTransaction
import dev.holdfast.sqlite.RecordStore
import dev.holdfast.sqlite.WriteTransaction
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.Job
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/**
 * Trixnity's transactions as the store's. A write is one transaction on one thread, which runs the coroutine until it
 * has ended; who wants to write meanwhile is suspended, and nobody tries twice. A read is one state of one repository.
 */
internal class Transactions(private val store: RecordStore) : RepositoryTransactionManager {
    private val turn = Mutex()

    override suspend fun writeTransaction(block: suspend () -> Unit) {
        if (currentCoroutineContext()[Writing] != null) {
            block()
        } else {
            turn.withLock { write(currentCoroutineContext(), block) }
        }
    }

    private fun write(caller: CoroutineContext, block: suspend () -> Unit) {
        store.write { transaction ->
            runBlocking(caller.minusKey(Job).minusKey(ContinuationInterceptor)) {
                val here = checkNotNull(coroutineContext[ContinuationInterceptor])
                withContext(Writing(transaction, here)) { block() }
            }
        }
    }

    override suspend fun <T> readTransaction(block: suspend () -> T): T = block()

    /** Reads, in the transaction under way if there is one. */
    suspend fun <T : Any> read(function: (ReadTransaction) -> T): T {
        val writing = currentCoroutineContext()[Writing]
        return if (writing == null) store.read { function(it) } else writing.run(function)
    }

    /** Writes, in the transaction under way if there is one. */
    suspend fun write(function: (WriteTransaction) -> Unit) {
        val writing = currentCoroutineContext()[Writing]
        if (writing == null) turn.withLock { store.write { function(it) } } else writing.run { function(it) }
    }
}

/** The transaction that a coroutine runs in, and its thread. */
private class Writing(private val transaction: WriteTransaction, private val thread: ContinuationInterceptor) :
    CoroutineContext.Element {
    override val key = Writing

    suspend fun <T : Any> run(function: (WriteTransaction) -> T): T = withContext(thread) { function(transaction) }

    companion object : CoroutineContext.Key<Writing>
}
