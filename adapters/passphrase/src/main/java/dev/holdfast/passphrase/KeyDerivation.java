// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.SecretBytes;

/** Makes a key of a passphrase, at a cost. */
interface KeyDerivation {

    /** The bytes of every key. */
    int KEY_BYTES = 32;

    /** A key that the caller wipes. */
    byte[] derive(SecretBytes passphrase, byte[] salt, Argon2Cost cost);
}
