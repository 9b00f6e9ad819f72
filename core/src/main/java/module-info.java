// SPDX-License-Identifier: Apache-2.0

/** Homes, accounts, sessions and logout: what an app opens. */
module dev.holdfast {
    requires transitive dev.holdfast.storage;
    requires transitive dev.holdfast.state;
    requires transitive dev.holdfast.cache;
    requires transitive dev.holdfast.secrets;
    requires static transitive org.jspecify;

    exports dev.holdfast;
}
