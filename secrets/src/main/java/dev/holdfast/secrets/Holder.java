// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A provider that is about to be given a copy of a key-encryption key. Its root key, if it has one, is fetched here, so
 * that nobody waits for a person while holding a lock.
 */
final class Holder implements AutoCloseable {

    private final KeyProviderFactory factory;
    private final KeyProvider provider;
    private final @Nullable SecretBytes root;

    private Holder(KeyProviderFactory factory, KeyProvider provider, @Nullable SecretBytes root) {
        this.factory = factory;
        this.provider = provider;
        this.root = root;
    }

    /**
     * @param rootKey the one that it has, or also a new one
     * @throws ProviderUnavailableException if it cannot be used at present
     * @throws WrongKeyException if somebody was asked for its root key and gave another
     */
    static Holder of(KeyProviderFactory factory, KeyProvider provider, Function<RootProvider, SecretBytes> rootKey) {
        return new Holder(
                factory,
                provider,
                provider instanceof RootProvider roots ? longEnough(factory, rootKey.apply(roots)) : null);
    }

    private static SecretBytes longEnough(KeyProviderFactory factory, SecretBytes root) {
        if (root.length() < RootProvider.MIN_BYTES) {
            root.close();
            throw new ProviderUnavailableException(factory.id(), "its root key is too short");
        }
        return root;
    }

    String id() {
        return factory.id();
    }

    /** The vault, if it is one. */
    Optional<VaultProvider> vault() {
        return provider instanceof VaultProvider vault ? Optional.of(vault) : Optional.empty();
    }

    /**
     * The copy that it now has, and gives back.
     *
     * @throws ProviderUnavailableException if it fails; it may have the copy
     */
    KekCopy give(Kek kek, SecureRandom random) {
        vault().ifPresent(vault -> Vaults.store(vault, id(), kek.id(), kek.key()));
        return new KekCopy(id(), factory.level(), root == null ? KekCopy.KEPT : kek.wrapUnder(root, random));
    }

    @Override
    public void close() {
        if (root != null) {
            root.close();
        }
    }
}
