// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import kotlin.reflect.KClass
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.json.Json
import kotlinx.serialization.serializer

/** How values become bytes. */
internal interface Format<V> {
    fun write(value: V): ByteArray

    fun read(bytes: ByteArray): V
}

/** Plain text. */
internal object Text : Format<String> {
    override fun write(value: String) = value.encodeToByteArray()

    override fun read(bytes: ByteArray) = bytes.decodeToString()
}

/** JSON as Trixnity writes it. */
internal class JsonFormat<V>(private val json: Json, private val serializer: KSerializer<V>) : Format<V> {
    override fun write(value: V) = json.encodeToString(serializer, value).encodeToByteArray()

    override fun read(bytes: ByteArray): V = json.decodeFromString(serializer, bytes.decodeToString())
}

internal inline fun <reified V> Json.format(): Format<V> = JsonFormat(this, serializersModule.serializer<V>())

/** Of events, whose type is in their JSON. */
@OptIn(ExperimentalSerializationApi::class)
internal fun <V : Any> Json.events(type: KClass<V>): Format<V> =
    JsonFormat(this, checkNotNull(serializersModule.getContextual(type)))
