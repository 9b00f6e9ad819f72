// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.CryptoDriverModule
import de.connect2x.trixnity.client.MatrixClient
import de.connect2x.trixnity.client.MediaStoreModule
import de.connect2x.trixnity.client.RepositoriesModule
import de.connect2x.trixnity.client.create
import de.connect2x.trixnity.client.cryptodriver.vodozemac.vodozemac
import de.connect2x.trixnity.client.media.inMemory
import de.connect2x.trixnity.client.store.repository.InMemoryAuthenticationRepository
import de.connect2x.trixnity.clientserverapi.client.ClassicMatrixClientAuthProviderData
import dev.holdfast.secrets.SecretBytes
import dev.holdfast.secrets.SecretString
import dev.holdfast.sqlite.RecordStore
import dev.holdfast.sqlite.StoreKey
import io.ktor.http.Url
import java.net.URI
import java.nio.file.Path
import java.security.SecureRandom
import kotlinx.coroutines.runBlocking

/** Trixnity without what this module puts around it. */
object Upstream {
    /** Signs a user in, and once more as the same device into the same store. The latter's failure, or null. */
    @JvmStatic
    fun signInTwice(homeserver: URI, user: String, password: SecretString, folder: Path): Throwable? = runBlocking {
        val credentials = Credentials.password(homeserver, user, password)
        val authentications = InMemoryAuthenticationRepository()
        RecordStore.open(folder, StoreKey.of(SecretBytes.random(32, SecureRandom()))).use { store ->
            suspend fun signIn(device: String?): Result<MatrixClient> {
                val answer = Server(homeserver).logIn(credentials, device, "upstream")
                val tokens =
                    ClassicMatrixClientAuthProviderData(
                        Url(homeserver.toString()),
                        answer.accessToken,
                        null,
                        answer.refreshToken,
                    )
                return MatrixClient.create(
                    RepositoriesModule { repositories(Transactions(store), authentications) },
                    MediaStoreModule.inMemory(),
                    CryptoDriverModule.vodozemac(),
                    tokens,
                )
            }
            val first = signIn(null).getOrThrow()
            first.closeSuspending()
            val second = signIn(first.deviceId)
            second.getOrNull()?.closeSuspending()
            second.exceptionOrNull()
        }
    }
}
