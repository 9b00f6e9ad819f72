// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import dev.holdfast.Holdfast
import dev.holdfast.Restored
import dev.holdfast.matrix.MatrixClient
import dev.holdfast.matrix.MatrixClients
import dev.holdfast.matrix.SyncState
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Flow
import java.util.concurrent.TimeUnit
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** What a client publishes ends with it. */
class PublishersTest {
    @TempDir private lateinit var home: Path

    @Test
    fun whoHearsOfMessagesAndStatesHearsThatTheClientIsClosed() {
        val (states, messages) = Holdfast.builder(APP).at(home).open().use { app -> subscribed(restored(app)) }
        ended(states)
        ended(messages)
    }

    @Test
    fun whoHearsOfThemHearsOfALogOut() {
        Holdfast.builder(APP).at(home).open().use { app ->
            val restored = restored(app)
            val (states, messages) = subscribed(restored)
            restored.account().logOut()
            ended(states)
            ended(messages)
        }
    }

    @Test
    fun whoComesLaterHearsThatItIsOver() {
        val client = Holdfast.builder(APP).at(home).open().use { app -> restored(app).client() }
        ended(Listener<SyncState>().also(client.states()::subscribe))
        ended(Listener<Any>().also(client.messages()::subscribe))
    }

    @Test
    fun whoClosesTheClientWhenTheFirstStateComesHearsTheEnd() {
        val app = Holdfast.builder(APP).at(home).open()
        val states = Listener<SyncState>(app::close)
        restored(app).client().states().subscribe(states)
        ended(states)
    }

    private fun subscribed(restored: Restored<MatrixClient>): Pair<Listener<SyncState>, Listener<Any>> {
        val states = Listener<SyncState>().also(restored.client().states()::subscribe)
        assertThat(states.first.get(10, TimeUnit.SECONDS)).isEqualTo(SyncState.STOPPED)
        return states to Listener<Any>().also(restored.client().messages()::subscribe)
    }

    private fun ended(listener: Listener<*>) = listener.end.get(10, TimeUnit.SECONDS)

    @BeforeEach
    fun signIn() {
        val made = Made { it.secret("matrix store", 32) }
        Holdfast.builder(APP).at(home).open().use { app ->
            app.sessions(made).signIn<RuntimeException> { made.make(it) }
        }
    }

    private fun restored(app: Holdfast): Restored<MatrixClient> {
        val restore = app.sessions(MatrixClients.of("tests").asking(Duration.ZERO)).restoreLatest()
        assertThat(restore).isInstanceOf(Restored::class.java)
        return restore as Restored<MatrixClient>
    }

    /** Asks for all, and does something with the first. */
    private class Listener<T>(private val atFirst: () -> Unit = {}) : Flow.Subscriber<T> {
        val first = CompletableFuture<T>()
        val end = CompletableFuture<Void?>()

        override fun onSubscribe(subscription: Flow.Subscription) = subscription.request(Long.MAX_VALUE)

        override fun onNext(item: T) {
            if (first.complete(item)) atFirst()
        }

        override fun onError(failure: Throwable) {
            end.completeExceptionally(failure)
        }

        override fun onComplete() {
            end.complete(null)
        }
    }

    private companion object {
        const val APP = "org.example.matrix"
    }
}
