// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.KeyProvider;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.VaultProvider;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A vault as it should be, and such as are bad in one way each; {@link KeyProviderContractsTest} runs them. */
final class BadVaults {

    private static final String ID = "bad-vault";

    private BadVaults() {}

    /** Keys in memory, for each app its own. */
    static class Good extends VaultProviderContract {

        final Map<String, Map<KeyId, SecretBytes>> kept = new ConcurrentHashMap<>();
        volatile boolean silent;

        @Override
        protected KeyProviderFactory factory() {
            return new Factory(this);
        }

        @Override
        protected void makeUnavailable() {
            silent = true;
        }

        VaultProvider open(ProviderHome home) {
            return new Memory(home.appId(), this);
        }

        Map<KeyId, SecretBytes> keys(String app) {
            if (silent) {
                throw new ProviderUnavailableException(ID, "the test wants it to be silent");
            }
            return kept.computeIfAbsent(app, unused -> new ConcurrentHashMap<>());
        }

        void put(String app, KeyId id, SecretBytes key) {
            keys(app).put(id, copy(key));
        }

        Optional<SecretBytes> get(String app, KeyId id) {
            return Optional.ofNullable(keys(app).get(id)).map(BadVaults::copy);
        }

        void delete(String app, KeyId id) {
            keys(app).remove(id);
        }
    }

    private static SecretBytes copy(SecretBytes key) {
        return SecretBytes.copyOf(key.reveal());
    }

    private record Factory(Good contract) implements KeyProviderFactory {

        @Override
        public String id() {
            return ID;
        }

        @Override
        public ProtectionLevel level() {
            return ProtectionLevel.OS_KEYRING;
        }

        @Override
        public KeyProvider open(ProviderHome home) {
            return contract.open(home);
        }

        @Override
        public String toString() {
            return ID;
        }
    }

    private record Memory(String app, Good contract) implements VaultProvider {

        @Override
        public void put(KeyId id, SecretBytes key) {
            contract.put(app, id, key);
        }

        @Override
        public Optional<SecretBytes> get(KeyId id) {
            return contract.get(app, id);
        }

        @Override
        public void delete(KeyId id) {
            contract.delete(app, id);
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return ID;
        }
    }

    static final class Hanging extends Good {
        @Override
        protected Duration bound() {
            return Duration.ofMillis(100);
        }

        @Override
        Optional<SecretBytes> get(String app, KeyId id) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.get(app, id);
        }
    }

    static final class Lying extends Good {
        @Override
        Optional<SecretBytes> get(String app, KeyId id) {
            return super.get(app, id).map(key -> {
                byte[] bytes = key.reveal();
                bytes[0] ^= 1;
                return SecretBytes.copyOf(bytes);
            });
        }
    }

    static final class Forgetting extends Good {
        @Override
        VaultProvider open(ProviderHome home) {
            kept.remove(home.appId());
            return super.open(home);
        }
    }

    static final class SilentAsIfAbsent extends Good {
        @Override
        Optional<SecretBytes> get(String app, KeyId id) {
            return silent ? Optional.empty() : super.get(app, id);
        }
    }

    static final class NeverDeleting extends Good {
        @Override
        void delete(String app, KeyId id) {
            keys(app);
        }
    }

    static final class Indiscreet extends Good {
        @Override
        void put(String app, KeyId id, SecretBytes key) {
            if (silent) {
                String hex = HexFormat.of().formatHex(key.reveal());
                throw new ProviderUnavailableException(ID, "it refuses " + hex);
            }
            super.put(app, id, key);
        }
    }

    static final class SharedByAllApps extends Good {
        @Override
        Map<KeyId, SecretBytes> keys(String app) {
            return super.keys("all");
        }
    }

    static final class ClosingWhatItIsGiven extends Good {
        @Override
        void put(String app, KeyId id, SecretBytes key) {
            super.put(app, id, key);
            key.close();
        }
    }

    static final class GivingItsOwnAway extends Good {
        @Override
        Optional<SecretBytes> get(String app, KeyId id) {
            return Optional.ofNullable(keys(app).get(id));
        }
    }

    static final class SwallowingInterrupts extends Good {
        @Override
        Optional<SecretBytes> get(String app, KeyId id) {
            return Thread.interrupted() ? Optional.empty() : super.get(app, id);
        }
    }
}
