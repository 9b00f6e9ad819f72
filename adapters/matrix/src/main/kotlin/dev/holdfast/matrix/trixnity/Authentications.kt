// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.trixnity.client.MatrixClientAuthProviderDataSerializerMapping
import de.connect2x.trixnity.client.MatrixClientAuthProviderDataSerializerMappings
import de.connect2x.trixnity.client.MatrixClientAuthProviderDataSerializerMappingsBuilder
import de.connect2x.trixnity.client.store.Authentication
import de.connect2x.trixnity.client.store.repository.InMemoryAuthenticationRepository
import kotlinx.serialization.KSerializer
import kotlinx.serialization.descriptors.buildClassSerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.encoding.decodeStructure
import kotlinx.serialization.encoding.encodeStructure
import org.koin.core.module.Module
import org.koin.dsl.module

private const val PROVIDER = "session"

/**
 * The one authentication of a client, for as long as it runs. It holds no token, and whether it has ended: a restored
 * client asks the server anew.
 */
internal suspend fun authentications(known: Account) =
    InMemoryAuthenticationRepository().also {
        if (known == Account.KNOWN) it.save(1, Authentication(PROVIDER, "{}", null))
    }

/** Whether a store has a client's account. */
internal enum class Account {
    KNOWN,
    NEW,
}

/** Makes Trixnity ask the session where it would read tokens. */
internal fun mappings(tokens: SessionTokens): Module = module {
    single<MatrixClientAuthProviderDataSerializerMappings> {
        MatrixClientAuthProviderDataSerializerMappingsBuilder()
            .apply {
                mappings.add(
                    MatrixClientAuthProviderDataSerializerMapping(
                        PROVIDER,
                        SessionTokens.Bearer::class,
                        NoTokens(tokens),
                    )
                )
            }
            .build()
    }
}

/** Writes nothing, and reads what the session holds. */
private class NoTokens(private val tokens: SessionTokens) : KSerializer<SessionTokens.Bearer> {
    override val descriptor = buildClassSerialDescriptor("session")

    override fun serialize(encoder: Encoder, value: SessionTokens.Bearer) = encoder.encodeStructure(descriptor) {}

    override fun deserialize(decoder: Decoder): SessionTokens.Bearer {
        decoder.decodeStructure(descriptor) {}
        return tokens.current
    }
}
