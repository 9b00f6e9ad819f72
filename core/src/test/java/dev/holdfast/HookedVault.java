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
import java.util.concurrent.ConcurrentHashMap;

/** A vault in memory that outlives the homes that open it; something else may happen before one of its next calls. */
final class HookedVault implements KeyProviderFactory, VaultProvider {

    final Map<KeyId, SecretBytes> keys = new ConcurrentHashMap<>();
    private Runnable hook = () -> {};
    private int calls;
    private boolean silent;

    /** From the call of this number on, counted from now. */
    void fallSilentAtCall(int number) {
        atCall(number, () -> silent = true);
    }

    void speak() {
        silent = false;
    }

    /** Once, before the call of this number, counted from now. */
    void atCall(int number, Runnable elsewhere) {
        calls = number;
        hook = elsewhere;
    }

    private void call() {
        if (--calls == 0) {
            hook.run();
        }
        if (silent) {
            throw new ProviderUnavailableException(id(), "it is silent");
        }
    }

    @Override
    public String id() {
        return "hooked";
    }

    @Override
    public ProtectionLevel level() {
        return ProtectionLevel.OS_KEYRING;
    }

    @Override
    public KeyProvider open(ProviderHome home) {
        return this;
    }

    @Override
    public void put(KeyId key, SecretBytes secret) {
        call();
        keys.put(key, SecretBytes.copyOf(secret.reveal()));
    }

    @Override
    public Optional<SecretBytes> get(KeyId key) {
        call();
        return Optional.ofNullable(keys.get(key)).map(secret -> SecretBytes.copyOf(secret.reveal()));
    }

    @Override
    public void delete(KeyId key) {
        call();
        keys.remove(key);
    }

    @Override
    public void close() {}
}
