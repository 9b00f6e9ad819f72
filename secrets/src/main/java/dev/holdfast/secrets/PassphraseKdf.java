// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/**
 * Makes a key of a passphrase, at a cost that makes guessing dear: Argon2id, in {@code holdfast-passphrase}. Whoever keeps
 * something under a passphrase takes one of these, and stores salt and parameters beside it, in the clear. HKDF and PBKDF2
 * are no substitutes: the one is made to be fast, the other needs no memory, so that a graphics card guesses.
 *
 * <p>Safe for any number of threads.
 */
public interface PassphraseKdf {

    /** The algorithm and what it costs, for a new salt: 1 to 128 printable characters of ASCII. */
    String parameters();

    /**
     * The key, of {@value SecretBox#KEY_BYTES} bytes: the same for the same arguments, in every version.
     *
     * @param salt 16 random bytes or more
     * @param parameters what {@link #parameters} gave when the salt was made, by this version or an earlier one
     * @throws IllegalArgumentException if these are no parameters of this algorithm, or cost more than it is ready to pay
     */
    SecretBytes derive(SecretString passphrase, byte[] salt, String parameters);
}
