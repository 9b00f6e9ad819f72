// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

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

/** A keyring in memory that outlives the homes it is used by, and can be silent, lose its keys or exchange them. */
final class FickleVault implements KeyProviderFactory, VaultProvider {

    private static final String ID = "fickle-vault";

    private final Map<KeyId, byte[]> keys = new ConcurrentHashMap<>();
    private volatile boolean silent;

    void fallSilent() {
        silent = true;
    }

    void answer() {
        silent = false;
    }

    /** Loses all keys; what it gives back puts them back. */
    Runnable lose() {
        Map<KeyId, byte[]> lost = Map.copyOf(keys);
        keys.clear();
        return () -> keys.putAll(lost);
    }

    /** Gives other keys of the same names; what it gives back undoes it. */
    Runnable exchange() {
        Map<KeyId, byte[]> right = Map.copyOf(keys);
        right.forEach((id, key) -> keys.put(id, new byte[key.length]));
        return () -> keys.putAll(right);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

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
        requireAnswer();
        return this;
    }

    @Override
    public void put(KeyId id, SecretBytes key) {
        requireAnswer();
        keys.put(id, key.reveal());
    }

    @Override
    public Optional<SecretBytes> get(KeyId id) {
        requireAnswer();
        return Optional.ofNullable(keys.get(id)).map(SecretBytes::copyOf);
    }

    @Override
    public void delete(KeyId id) {
        requireAnswer();
        keys.remove(id);
    }

    private void requireAnswer() {
        if (silent) {
            throw new ProviderUnavailableException(ID, "the test wants it to be silent");
        }
    }

    @Override
    public void close() {}
}
