// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Keys as blobs in the home's own storage, in the scope {@code keys}. */
final class KeyFileFactory implements KeyProviderFactory {

    private static final String ID = "key-file";
    private static final Scope KEYS = Scope.of("keys");

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProtectionLevel level() {
        return ProtectionLevel.FILE_KEY;
    }

    @Override
    public KeyProvider open(ProviderHome home) {
        Storage storage = home.storage();
        try {
            if (!storage.exists(KEYS)) {
                storage.create(KEYS);
            }
        } catch (HoldfastException e) {
            throw failing(e);
        }
        Log.LOGGER.log(
                Level.WARNING,
                "The keys of {0} have the weakest protection, {1}: they lie in a file beside the data ({2}). Whoever can"
                        + " read that directory, a backup of it or the disk can read everything that is sealed. Install"
                        + " a stronger key provider if the machine offers one.",
                home.appId(),
                level(),
                KEYS);
        return new KeyFiles(storage);
    }

    private static ProviderUnavailableException failing(HoldfastException e) {
        return new ProviderUnavailableException(ID, "the storage of the key files fails", e);
    }

    private record KeyFiles(Storage storage) implements VaultProvider {

        @Override
        public void put(KeyId id, SecretBytes key) {
            BlobName name = blob(id);
            Replacement outcome;
            try {
                do {
                    outcome = storage.replace(name, storage.revision(name), key.reveal(), Durability.DURABLE);
                } while (outcome instanceof Replacement.Conflict);
            } catch (HoldfastException e) {
                throw failing(e);
            }
        }

        @Override
        public Optional<SecretBytes> get(KeyId id) {
            try {
                return storage.read(blob(id)).map(stored -> SecretBytes.owning(stored.bytes()));
            } catch (HoldfastException e) {
                throw failing(e);
            }
        }

        @Override
        public void delete(KeyId id) {
            try {
                Blobs.remove(storage, blob(id));
            } catch (HoldfastException e) {
                throw failing(e);
            }
        }

        private static BlobName blob(KeyId id) {
            return KEYS.blob(id.text());
        }

        /** The home closes its storage itself. */
        @Override
        public void close() {}
    }
}
