// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.security.SecureRandom;
import java.util.Optional;

/** What is done at a vault and then made sure of. */
final class Vaults {

    private Vaults() {}

    /** @throws ProviderUnavailableException if the vault fails, or does not give back what it was given */
    static void store(VaultProvider vault, String provider, KeyId id, SecretBytes key) {
        vault.put(id, key);
        try (SecretBytes stored = vault.get(id).orElseThrow(() -> forgetful(provider))) {
            if (!stored.equals(key)) {
                throw forgetful(provider);
            }
        }
    }

    /**
     * Tries the vault on a key of no meaning.
     *
     * @throws ProviderUnavailableException if it does not store, give back and delete
     */
    static void probe(VaultProvider vault, String provider, KeyId id, SecureRandom random) {
        try (SecretBytes any = SecretBytes.random(Xaes256Gcm.KEY_BYTES, random)) {
            store(vault, provider, id, any);
        }
        if (!destroy(vault, id)) {
            throw new ProviderUnavailableException(provider, "it still has a key after deleting it");
        }
    }

    private static ProviderUnavailableException forgetful(String provider) {
        return new ProviderUnavailableException(provider, "it does not give back the key that it was given");
    }

    /** Whether the vault, asked after deleting it, does not have the key. */
    static boolean destroy(VaultProvider vault, KeyId id) {
        vault.delete(id);
        Optional<SecretBytes> left = vault.get(id);
        left.ifPresent(SecretBytes::close);
        return left.isEmpty();
    }
}
