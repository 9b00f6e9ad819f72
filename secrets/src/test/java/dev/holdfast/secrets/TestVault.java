// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A vault in memory that outlives the home that opens it, and can be silent. A change that it is killed in, it may have
 * made, or have forgotten when it is there again.
 */
final class TestVault implements KeyProviderFactory, VaultProvider {

    private final String id;
    private final ProtectionLevel level;
    private final Map<KeyId, SecretBytes> keys = new ConcurrentHashMap<>();
    private Runnable beforeEachCall = () -> {};
    private Runnable beforeAChangeIsDurable = () -> {};
    private boolean forgetful;
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

    /** Its process is killed at one of these steps. */
    void mortal(Life life, boolean forgetsTheLastChange) {
        beforeEachCall = life::step;
        beforeAChangeIsDurable = life::step;
        forgetful = forgetsTheLastChange;
    }

    void revive() {
        beforeEachCall = () -> {};
        beforeAChangeIsDurable = () -> {};
    }

    private void change(Runnable change) {
        beforeEachCall.run();
        Map<KeyId, SecretBytes> before = Map.copyOf(keys);
        change.run();
        try {
            beforeAChangeIsDurable.run();
        } catch (Life.Killed e) {
            if (forgetful) {
                keys.clear();
                keys.putAll(before);
            }
            throw e;
        }
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
        change(() -> keys.put(key, SecretBytes.owning(secret.reveal())));
    }

    @Override
    public Optional<SecretBytes> get(KeyId key) {
        beforeEachCall.run();
        return Optional.ofNullable(keys.get(key)).map(secret -> SecretBytes.owning(secret.reveal()));
    }

    @Override
    public void delete(KeyId key) {
        change(() -> keys.remove(key));
    }

    @Override
    public void close() {}
}
