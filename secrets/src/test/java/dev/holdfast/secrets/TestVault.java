// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A vault in memory that outlives the home that opens it, can be silent, and forgets when it is told to. */
final class TestVault implements KeyProviderFactory, VaultProvider {

    private final String id;
    private final ProtectionLevel level;
    private final Map<KeyId, SecretBytes> keys = new ConcurrentHashMap<>();
    private Runnable beforeEachCall = () -> {};
    private int opened;

    TestVault(String id, ProtectionLevel level) {
        this.id = id;
        this.level = level;
    }

    Map<KeyId, SecretBytes> keys() {
        return keys;
    }

    int opened() {
        return opened;
    }

    void silence() {
        beforeEachCall(() -> {
            throw new ProviderUnavailableException(id, "it is silent");
        });
    }

    void speak() {
        beforeEachCall(() -> {});
    }

    void beforeEachCall(Runnable hook) {
        beforeEachCall = hook;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ProtectionLevel level() {
        return level;
    }

    @Override
    public KeyProvider open(ProviderHome home) {
        beforeEachCall.run();
        opened++;
        return this;
    }

    @Override
    public void put(KeyId key, SecretBytes secret) {
        beforeEachCall.run();
        keys.put(key, SecretBytes.owning(secret.reveal()));
    }

    @Override
    public Optional<SecretBytes> get(KeyId key) {
        beforeEachCall.run();
        return Optional.ofNullable(keys.get(key)).map(secret -> SecretBytes.owning(secret.reveal()));
    }

    @Override
    public void delete(KeyId key) {
        beforeEachCall.run();
        keys.remove(key);
    }

    @Override
    public void close() {}
}
