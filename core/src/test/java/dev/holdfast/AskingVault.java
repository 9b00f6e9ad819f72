// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.KeyProvider;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.VaultProvider;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A vault that is locked until a person answers its prompt, however long that takes. */
final class AskingVault implements KeyProviderFactory {

    final Map<KeyId, SecretBytes> keys = new ConcurrentHashMap<>();
    final AtomicInteger open = new AtomicInteger();
    final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();

    void answer() {
        answer.complete(true);
    }

    @Override
    public String id() {
        return "asking";
    }

    @Override
    public ProtectionLevel level() {
        return ProtectionLevel.OS_KEYRING;
    }

    @Override
    public KeyProvider open(ProviderHome home) {
        asked.countDown();
        answer.join();
        open.incrementAndGet();
        return new Vault();
    }

    @Override
    public KeyProviderFactory unattended() {
        return new Unattended();
    }

    private final class Unattended implements KeyProviderFactory {

        @Override
        public String id() {
            return AskingVault.this.id();
        }

        @Override
        public ProtectionLevel level() {
            return AskingVault.this.level();
        }

        @Override
        public KeyProvider open(ProviderHome home) {
            if (!answer.isDone()) {
                throw new ProviderUnavailableException(id(), "it is locked");
            }
            return AskingVault.this.open(home);
        }
    }

    private final class Vault implements VaultProvider {

        @Override
        public void put(KeyId key, SecretBytes secret) {
            keys.put(key, SecretBytes.copyOf(secret.reveal()));
        }

        @Override
        public Optional<SecretBytes> get(KeyId key) {
            return Optional.ofNullable(keys.get(key)).map(secret -> SecretBytes.copyOf(secret.reveal()));
        }

        @Override
        public void delete(KeyId key) {
            keys.remove(key);
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
