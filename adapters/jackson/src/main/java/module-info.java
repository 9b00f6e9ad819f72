// SPDX-License-Identifier: Apache-2.0

/** Typed values through Jackson 3 databind. */
module dev.holdfast.jackson {
    requires transitive dev.holdfast.state;
    requires transitive tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.holdfast.jackson;

    provides dev.holdfast.state.CodecFactory with
            dev.holdfast.jackson.JacksonCodecs;
}
