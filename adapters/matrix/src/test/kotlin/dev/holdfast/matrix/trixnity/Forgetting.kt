// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.room
import de.connect2x.trixnity.core.model.RoomId
import dev.holdfast.matrix.MatrixClient
import kotlinx.coroutines.runBlocking

/** Does what Trixnity does by itself with a room that was left, if it finds nothing in it. */
object Forgetting {
    @JvmStatic
    fun room(client: MatrixClient, room: String) = runBlocking {
        (client as TrixnityClient).client.room.forgetRoom(RoomId(room), force = true)
    }
}
