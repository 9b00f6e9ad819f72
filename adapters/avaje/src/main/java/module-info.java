// SPDX-License-Identifier: Apache-2.0

/** Typed values through code that avaje-jsonb generates at compile time. */
module dev.holdfast.avaje {
    requires transitive dev.holdfast.state;
    requires transitive io.avaje.jsonb;
    requires tools.jackson.core;
    requires static transitive org.jspecify;

    exports dev.holdfast.avaje;

    uses io.avaje.jsonb.spi.JsonbExtension;

    provides dev.holdfast.state.CodecFactory with
            dev.holdfast.avaje.AvajeCodecs;
}
