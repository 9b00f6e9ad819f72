// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

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
