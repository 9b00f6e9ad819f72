// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A provider as the rest of this package meets it: whatever it throws that is not ours, down to native code that cannot
 * be loaded, is an answer that did not come. The foreign exception is left out, as its text could carry a key.
 */
final class GuardedProvider {

    private GuardedProvider() {}

    /** Opens a provider, and guards that and all calls of it. */
    static KeyProvider open(KeyProviderFactory factory, ProviderHome home) {
        String id = factory.id();
        KeyProvider provider = call(id, () -> factory.open(home));
        return provider instanceof VaultProvider vault ? new Vault(id, vault) : new Root(id, (RootProvider) provider);
    }

    private static <T> T call(String provider, Supplier<T> call) {
        try {
            return call.get();
        } catch (ProviderUnavailableException | WrongKeyException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new ProviderUnavailableException(
                    provider, "it failed with " + e.getClass().getName());
        }
    }

    private static void run(String provider, Runnable call) {
        call(provider, () -> {
            call.run();
            return provider;
        });
    }

    private record Vault(String id, VaultProvider inner) implements VaultProvider {

        @Override
        public void put(KeyId key, SecretBytes secret) {
            run(id, () -> inner.put(key, secret));
        }

        @Override
        public Optional<SecretBytes> get(KeyId key) {
            return call(id, () -> inner.get(key));
        }

        @Override
        public void delete(KeyId key) {
            run(id, () -> inner.delete(key));
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private record Root(String id, RootProvider inner) implements RootProvider {

        @Override
        public SecretBytes root() {
            return call(id, inner::root);
        }

        @Override
        public SecretBytes rootOrNew() {
            return call(id, inner::rootOrNew);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
