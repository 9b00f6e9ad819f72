// SPDX-License-Identifier: Apache-2.0

/** Secret types, keysets, key providers, and a storage that seals what it keeps. */
module dev.holdfast.secrets {
    requires transitive dev.holdfast.storage;
    requires static transitive org.jspecify;

    exports dev.holdfast.secrets;

    uses dev.holdfast.secrets.KeyProviderFactory;
}
