// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/**
 * Supplies one root key, under which the keys of all accounts are wrapped. It destroys nothing: whoever has the root
 * key and an earlier copy of an account's keyset can read that account after its log-out.
 */
public non-sealed interface RootProvider extends KeyProvider {

    /** The fewest bytes of a root key. */
    int MIN_BYTES = 32;

    /**
     * The root key, at least {@value #MIN_BYTES} bytes, the same at every call; the caller's to close.
     *
     * @throws ProviderUnavailableException if it is not to be had at present
     */
    SecretBytes root();
}
