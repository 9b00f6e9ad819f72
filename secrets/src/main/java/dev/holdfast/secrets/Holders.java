// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** All that are to have a copy of one key-encryption key, in order of preference. */
record Holders(List<Holder> all) implements AutoCloseable {

    /**
     * Opens each of the providers. One that has a copy of an earlier key has its root key, or has lost it: it is given no
     * other, under which what else was wrapped would not open.
     *
     * @param former who had copies of the account's key until now
     */
    static Holders of(OpenProviders providers, List<KeyProviderFactory> factories, List<String> former) {
        Holders holders = new Holders(new ArrayList<>());
        try {
            for (KeyProviderFactory factory : factories) {
                Function<RootProvider, SecretBytes> rootKey =
                        former.contains(factory.id()) ? RootProvider::root : RootProvider::rootOrNew;
                holders.all.add(Holder.of(factory, providers.open(factory), rootKey));
            }
            return holders;
        } catch (RuntimeException e) {
            holders.close();
            throw e;
        }
    }

    /** Where the key will lie under its id, and so has to be deleted if it is not used. */
    Stream<KeyRef> refs(KeyId kek) {
        return all.stream().filter(holder -> holder.vault().isPresent()).map(holder -> new KeyRef(holder.id(), kek));
    }

    /** @throws ProviderUnavailableException if one of them fails; it, and those before it, may have copies */
    List<KekCopy> give(Kek kek, SecureRandom random) {
        return all.stream().map(holder -> holder.give(kek, random)).toList();
    }

    /** The first that keeps keys itself: with it the {@link Anchor} lies. */
    Optional<Holder> firstVault() {
        return all.stream().filter(holder -> holder.vault().isPresent()).findFirst();
    }

    @Override
    public void close() {
        all.forEach(Holder::close);
    }
}
