// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.Optional;

/**
 * Stores, gives and destroys keys by their id; beside them, in the same way, a note of 100 bytes or so for each account.
 */
public non-sealed interface VaultProvider extends KeyProvider {

    /**
     * Stores a key in the place of what was there under its id, as durably as the vault can.
     *
     * @param id of a key it is random, and so never in use
     * @param key of 1 to 1,024 bytes; stays the caller's
     * @throws ProviderUnavailableException if the vault does not answer or refuses; the key may have been stored
     */
    void put(KeyId id, SecretBytes key);

    /**
     * The key of this id, the caller's to close; empty if the vault is healthy and does not have it.
     *
     * @throws ProviderUnavailableException if the vault does not answer or refuses
     */
    Optional<SecretBytes> get(KeyId id);

    /**
     * Destroys a key; does nothing if there is none.
     *
     * @throws ProviderUnavailableException if the vault does not answer or refuses; the key may be there still
     */
    void delete(KeyId id);
}
