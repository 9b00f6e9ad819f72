// SPDX-License-Identifier: Apache-2.0

/** Typed values through Jackson 3 databind. */
module dev.holdfast.jackson {
    requires dev.holdfast.state;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;
}
