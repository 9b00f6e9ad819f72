// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.VaultProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** Keys in a keyring that native code reaches. No call of it is waited for longer than is said. */
final class NativeVault implements VaultProvider {

    private final NativeKeyring keyring;
    private final Duration bound;

    private NativeVault(NativeKeyring keyring, Duration bound) {
        this.keyring = keyring;
        this.bound = bound;
    }

    /** @param system its name, in lower case */
    static NativeVault open(String appId, String system, Waiting waiting) {
        return open(() -> system.startsWith("mac") ? Keychain.of(appId) : CredentialManager.of(appId), waiting);
    }

    static NativeVault open(Supplier<NativeKeyring> loading, Waiting waiting) {
        NativeVault vault = new NativeVault(BoundedCalls.within(waiting.keyring(), loading), waiting.keyring());
        if (vault.isLocked()) {
            vault.unlock(waiting.person());
        }
        return vault;
    }

    private boolean isLocked() {
        return BoundedCalls.within(bound, keyring::isLocked);
    }

    private void unlock(Duration patience) {
        if (patience.isZero()) {
            throw Problems.locked();
        }
        BoundedCalls.within(patience, () -> {
            keyring.unlock();
            return true;
        });
        if (isLocked()) {
            throw Problems.dismissed();
        }
    }

    @Override
    public void put(KeyId id, SecretBytes key) {
        byte[] plain = key.reveal();
        unlocked(() -> {
            try {
                keyring.put(id.text(), plain);
                return true;
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        });
    }

    @Override
    public Optional<SecretBytes> get(KeyId id) {
        return unlocked(() -> keyring.get(id.text()).map(NativeVault::secret));
    }

    private static SecretBytes secret(byte[] plain) {
        try {
            return SecretBytes.copyOf(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    @Override
    public void delete(KeyId id) {
        unlocked(() -> {
            keyring.delete(id.text());
            return true;
        });
    }

    private <T> T unlocked(Supplier<T> call) {
        return BoundedCalls.within(bound, () -> {
            if (keyring.isLocked()) {
                throw Problems.locked();
            }
            return call.get();
        });
    }

    /** The system keeps what there is to keep. */
    @Override
    public void close() {}
}
