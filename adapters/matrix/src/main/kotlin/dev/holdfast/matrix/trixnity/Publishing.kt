// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import java.net.URI
import java.util.concurrent.Executor
import java.util.concurrent.Flow.Publisher
import java.util.concurrent.RejectedExecutionException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.jdk9.asPublisher
import kotlinx.coroutines.launch

/**
 * What a client publishes, until its scope is cancelled.
 *
 * @param threads which end after the scope
 */
internal class Publishing(scope: CoroutineScope, threads: Executor, private val server: URI) {
    private val running = scope.launch { awaitCancellation() }
    private val dispatcher = Executor { threads.executeOrRun(it) }.asCoroutineDispatcher()

    fun <T : Any> publisher(flow: Flow<T>): Publisher<T> =
        channelFlow {
                val source = launch(start = CoroutineStart.UNDISPATCHED) { failing(flow).collect(::send) }
                running.join()
                source.cancel()
            }
            .buffer(Channel.RENDEZVOUS)
            .asPublisher(dispatcher)

    /** What fails with the end of the client is the end. */
    private fun <T> failing(flow: Flow<T>): Flow<T> = flow.catch { if (running.isActive) throw translated(server, it) }
}

/** Threads that have ended leave it to who tells a subscriber the last, or to one who comes too late. */
private fun Executor.executeOrRun(task: Runnable) =
    try {
        execute(task)
    } catch (ended: RejectedExecutionException) {
        task.run()
    }
