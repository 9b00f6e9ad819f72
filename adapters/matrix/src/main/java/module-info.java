// SPDX-License-Identifier: Apache-2.0

/** A Matrix client, restored, over an encrypted store. */
module dev.holdfast.matrix {
    requires transitive dev.holdfast;
    requires dev.holdfast.sqlite;
    requires io.ktor.client.java; // and with it all that have no module-info, such as Trixnity
    requires kotlin.stdlib;
    requires kotlinx.coroutines.core;
    requires kotlinx.coroutines.jdk9;
    requires kotlinx.serialization.core;
    requires kotlinx.serialization.json;
    requires static transitive org.jspecify;

    exports dev.holdfast.matrix;
}
