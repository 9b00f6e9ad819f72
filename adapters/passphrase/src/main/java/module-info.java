// SPDX-License-Identifier: Apache-2.0

/** Keys under a passphrase that a person types, by Argon2id. */
module dev.holdfast.passphrase {
    requires transitive dev.holdfast.secrets;
    requires org.bouncycastle.provider;
    requires static transitive org.jspecify;

    exports dev.holdfast.passphrase;
}
