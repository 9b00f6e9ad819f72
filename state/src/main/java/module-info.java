// SPDX-License-Identifier: Apache-2.0

/** Typed, versioned documents over a storage: schemas, migrations, load outcomes. */
module dev.holdfast.state {
    requires transitive dev.holdfast.storage;
    requires tools.jackson.core;
    requires static transitive org.jspecify;

    exports dev.holdfast.state;

    uses dev.holdfast.state.CodecFactory;
}
