// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/**
 * Supplies one root key, under which the keys of all accounts are wrapped. It destroys nothing: whoever has the root
 * key and an earlier copy of an account's keyset can read that account after its log-out.
 *
 * <p>Opening such a provider asks nobody for anything; that it is unavailable, it says when the root key is needed.
 */
public non-sealed interface RootProvider extends KeyProvider {

    /** The fewest bytes of a root key. */
    int MIN_BYTES = 32;

    /**
     * The root key under which accounts were made: at least {@value #MIN_BYTES} bytes, the same at every call; the
     * caller's to close.
     *
     * @throws ProviderUnavailableException if it is not to be had at present
     * @throws WrongKeyException if somebody was asked for it and gave something else
     */
    SecretBytes root();

    /**
     * The root key for an account that is being made, or that moves here: that of {@link #root}, but a provider that makes its own makes it
     * now, durably, if there is none.
     *
     * @throws ProviderUnavailableException if it is not to be had at present
     * @throws WrongKeyException if somebody was asked for it and gave something else
     */
    default SecretBytes rootOrNew() {
        return root();
    }
}
