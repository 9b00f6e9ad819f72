// SPDX-License-Identifier: Apache-2.0

/** Keys in the operating system's keyring. */
module dev.holdfast.keyring {
    requires transitive dev.holdfast.secrets;
    requires static com.sun.jna;
    requires static transitive org.jspecify;

    exports dev.holdfast.keyring;

    // JNA makes the structures that it is given.
    opens dev.holdfast.keyring to
            com.sun.jna;

    provides dev.holdfast.secrets.KeyProviderFactory with
            dev.holdfast.keyring.OsKeyring;
}
