// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the keys of an account so that no crash leaves a key at its provider that nothing names: a durable intent, the
 * key put and read back, the durable keyset, the intent removed; all by one process at a time.
 */
final class KeyCreation {

    private static final String LEASE = "keys";
    private static final System.Logger LOG = System.getLogger(KeyCreation.class.getPackageName());

    private final Storage raw;
    private final OpenProviders providers;
    private final Clock clock;
    private final SecureRandom random;
    private final Duration wait;

    KeyCreation(Storage raw, OpenProviders providers, Clock clock, SecureRandom random, Duration wait) {
        this.raw = raw;
        this.providers = providers;
        this.clock = clock;
        this.random = random;
        this.wait = wait;
    }

    /** @param provider opened before, so that nobody waits for a vault to be unlocked while holding the lease */
    AccountKeys create(Owner owner, KeyProviderFactory factory, KeyProvider provider) {
        return provider instanceof VaultProvider vault
                ? alone(owner.account(), blobs -> createAtVault(owner, blobs, factory, vault))
                : createUnderRoot(owner, factory, (RootProvider) provider);
    }

    private AccountKeys alone(Scope account, Function<AccountBlobs, AccountKeys> creation) {
        Lease lease = lease(account, wait).orElseThrow(() -> new BusyException(Problems.busy(account)));
        try {
            AccountBlobs blobs = new AccountBlobs(raw, account);
            blobs.requireFresh();
            return creation.apply(blobs);
        } finally {
            lease.close();
        }
    }

    private Optional<Lease> lease(Scope account, Duration wait) {
        return raw.lease(account, LEASE, LeaseMode.EXCLUSIVE, wait);
    }

    private AccountKeys createAtVault(
            Owner owner, AccountBlobs blobs, KeyProviderFactory factory, VaultProvider vault) {
        try (Kek kek = Kek.generate(owner, random)) {
            KeyRef ref = new KeyRef(factory.id(), kek.id());
            blobs.createIntent(ref);
            try {
                Vaults.store(vault, factory.id(), kek.id(), kek.key());
                DataKeys dataKeys = createKeyset(blobs, factory, kek, Keyset.NOT_WRAPPED);
                blobs.removeIntent(ref);
                return new AccountKeys(owner, factory, dataKeys, random);
            } catch (ProviderUnavailableException | ScopeGoneException e) {
                settle(blobs, ref);
                throw e;
            }
        }
    }

    /** The root key comes first, so that nobody waits for a person while holding the lease. */
    private AccountKeys createUnderRoot(Owner owner, KeyProviderFactory factory, RootProvider provider) {
        try (SecretBytes root = provider.rootOrNew()) {
            if (root.length() < RootProvider.MIN_BYTES) {
                throw new ProviderUnavailableException(factory.id(), "its root key is too short");
            }
            return alone(owner.account(), blobs -> createUnderRoot(owner, blobs, factory, root));
        }
    }

    private AccountKeys createUnderRoot(Owner owner, AccountBlobs blobs, KeyProviderFactory factory, SecretBytes root) {
        try (Kek kek = Kek.generate(owner, random)) {
            DataKeys dataKeys = createKeyset(blobs, factory, kek, kek.wrapUnder(root, random));
            return new AccountKeys(owner, factory, dataKeys, random);
        }
    }

    private DataKeys createKeyset(AccountBlobs blobs, KeyProviderFactory factory, Kek kek, String wrappedKek) {
        DataKeys dataKeys = DataKeys.generate(random);
        Keyset unfilled = new Keyset(
                factory.id(),
                kek.id(),
                1,
                1,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                dataKeys.primary(),
                kek.check(),
                wrappedKek,
                "");
        blobs.create(kek.wrap(dataKeys, unfilled, random));
        return dataKeys;
    }

    /** Settles every intent, unless another process is making keys or the keyset cannot be read. */
    void recover(Scope account) {
        AccountBlobs blobs = new AccountBlobs(raw, account);
        if (!blobs.intents().isEmpty()) {
            lease(account, Duration.ZERO).ifPresent(lease -> {
                try {
                    blobs.intents().forEach(ref -> settle(blobs, ref));
                } catch (UnreadableException e) {
                    LOG.log(
                            Level.WARNING,
                            "Keys whose making was cut off stay until the keyset can be read: {0}",
                            e.getMessage());
                } finally {
                    lease.close();
                }
            });
        }
    }

    /** Removes the intent if the keyset names its key, or once the provider does not have the key any more. */
    private void settle(AccountBlobs blobs, KeyRef ref) {
        boolean used = blobs.keyset().filter(stored -> stored.ref().equals(ref)).isPresent();
        if (used || !(providers.destroy(ref) instanceof KeyDestruction.Pending)) {
            blobs.removeIntent(ref);
        } else {
            LOG.log(
                    Level.WARNING,
                    "A key whose making was cut off stays at the provider {0} until it can be deleted",
                    ref.provider());
        }
    }
}
