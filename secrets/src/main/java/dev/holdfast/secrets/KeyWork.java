// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.secrets.AccountBlobs.StoredKeyset;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What making and changing keys have in common: one process does it at a time, and no crash leaves a key at a vault that
 * nothing names. Each key that is about to be put at a vault, or to be deleted there, gets a durable intent first; once
 * the keyset has been written, or has not, the keys that it does not name are deleted, and the intents after them.
 */
final class KeyWork {

    private static final String LEASE = "keys";

    private final Storage raw;
    private final OpenProviders providers;
    private final SecureRandom random;
    private final Duration wait;

    KeyWork(Storage raw, OpenProviders providers, SecureRandom random, Duration wait) {
        this.raw = raw;
        this.providers = providers;
        this.random = random;
        this.wait = wait;
    }

    /** @throws BusyException if another process is at it for too long */
    <T> T alone(Owner owner, Function<AccountBlobs, T> work) {
        Lease lease = lease(owner, wait).orElseThrow(() -> new BusyException(Problems.busy(owner.account())));
        try {
            return work.apply(new AccountBlobs(raw, owner));
        } finally {
            lease.close();
        }
    }

    private Optional<Lease> lease(Owner owner, Duration patience) {
        return raw.lease(owner.account(), LEASE, LeaseMode.EXCLUSIVE, patience);
    }

    /**
     * Notes that the holders are about to get a key, and makes sure that they store, give back and delete: for the latter
     * each vault has to show it on a key of no meaning, once a process.
     */
    private void prepare(AccountBlobs blobs, Holders holders, KeyId kek) {
        holders.refs(kek).forEach(blobs::createIntent);
        holders.all().forEach(holder -> holder.vault().ifPresent(vault -> probe(blobs, holder.id(), vault)));
    }

    private void probe(AccountBlobs blobs, String provider, VaultProvider vault) {
        if (!providers.isProbed(provider)) {
            KeyRef probe = new KeyRef(provider, KeyId.random(random));
            blobs.createIntent(probe);
            Vaults.probe(vault, provider, probe.key(), random);
            blobs.removeIntent(probe);
            providers.setProbed(provider);
        }
    }

    /**
     * Settles every intent, and forgets earlier keysets, unless another process is at it or the keyset cannot be read. Under
     * root providers there are no intents, and an earlier keyset opens as it did.
     *
     * @return whether nothing is left
     */
    boolean recover(Owner owner) {
        AccountBlobs blobs = new AccountBlobs(raw, owner);
        if (blobs.isUnsettled()) {
            lease(owner, Duration.ZERO).ifPresent(lease -> {
                try {
                    settle(blobs);
                } catch (UnreadableException e) {
                    Log.LOGGER.log(
                            Level.WARNING,
                            "Keys whose making was cut off stay until the keyset can be read: {0}",
                            e.getMessage());
                } finally {
                    lease.close();
                }
            });
        }
        return !blobs.isUnsettled();
    }

    /**
     * Prepares for a key and goes on with it.
     *
     * @throws ProviderUnavailableException if a holder fails; the key was taken back
     * @throws ScopeGoneException if the account was logged out meanwhile; the key was taken back
     */
    <T> T making(AccountBlobs blobs, Holders holders, KeyId kek, Supplier<T> work) {
        try {
            prepare(blobs, holders, kek);
            return work.get();
        } catch (ProviderUnavailableException | ScopeGoneException e) {
            takeBack(blobs, holders, kek);
            throw e;
        }
    }

    /** A log-out may have removed the intents, and looked for the key before it was put. */
    private void takeBack(AccountBlobs blobs, Holders holders, KeyId kek) {
        if (!blobs.isLive()) {
            holders.refs(kek).forEach(providers::destroy);
        }
        settle(blobs);
    }

    /**
     * Deletes the keys that have an intent and that the keyset, once it is sure to stay, does not name. Where it is gone
     * from a live account that has sealed content, a backup may bring it back, and every key stays.
     */
    void settle(AccountBlobs blobs) {
        Optional<StoredKeyset> stored = blobs.durableKeyset();
        if (stored.isEmpty() && blobs.isLive() && blobs.isInNeedOfKeys()) {
            Log.LOGGER.log(Level.WARNING, "Keys whose making was cut off stay until the keyset is there again");
            return;
        }
        Set<KeyRef> used = stored.map(it -> blobs.refs(it.keyset())).orElseGet(Set::of);
        if (stored.isPresent()) {
            blobs.forgetEarlierKeysets();
        }
        for (KeyRef ref : blobs.intents()) {
            if (used.contains(ref) || !(providers.destroy(ref) instanceof KeyDestruction.Pending)) {
                blobs.removeIntent(ref);
            } else {
                Log.LOGGER.log(
                        Level.WARNING,
                        "A key that nothing needs stays at the provider {0} until it can be deleted",
                        ref.provider());
            }
        }
    }
}
