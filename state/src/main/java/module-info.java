// SPDX-License-Identifier: Apache-2.0

/** Typed, versioned documents over a storage: schemas, migrations, load outcomes. */
@SuppressWarnings("module") // its adapters are compiled after it
module dev.holdfast.state {
    requires transitive dev.holdfast.storage;
    requires tools.jackson.core;
    requires static transitive org.jspecify;

    exports dev.holdfast.state;
    exports dev.holdfast.state.tokens to
            dev.holdfast.avaje,
            dev.holdfast.jackson;

    uses dev.holdfast.state.CodecFactory;
}
