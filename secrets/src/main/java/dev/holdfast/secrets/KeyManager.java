// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.UnreadableException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes, opens, moves, rotates and destroys the keys of a home's accounts. Each account has a keyset, a blob in its scope,
 * which names the key providers that protect it; they alone open it, no other is ever tried in their place. Safe for any number of threads and processes.
 */
public final class KeyManager implements AutoCloseable {

    /** How long to wait for another process that is making keys: far longer than that takes. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final String appId;
    private final Storage raw;
    private final OpenProviders providers;
    private final ProtectionLevel atLeast;
    private final SecureRandom random;
    private final KeyWork work;
    private final KeyCreation creation;
    private final KeyOpening opening;
    private final KeyRotation rotation;

    private KeyManager(
            String appId,
            Storage raw,
            OpenProviders providers,
            ProtectionLevel atLeast,
            Clock clock,
            SecureRandom random) {
        this.appId = appId;
        this.raw = raw;
        this.providers = providers;
        this.atLeast = atLeast;
        this.random = random;
        this.work = new KeyWork(raw, providers, random, WAIT);
        this.creation = new KeyCreation(raw, providers, work, clock, random);
        this.opening = new KeyOpening(raw, providers, atLeast);
        this.rotation = new KeyRotation(raw, providers, opening, work, clock, random);
    }

    /**
     * A manager for one home. No provider is opened before it is needed, and none more than once.
     *
     * @param appId the app; keys of one app never open what another sealed
     * @param raw the home's storage; not closed with the manager
     * @param providers in order of preference for new keys
     * @param atLeast the weakest level that the app accepts
     * @param clock dates new keysets
     * @param random where keys and nonces come from
     * @throws IllegalArgumentException if the id of a provider is malformed, or there twice
     */
    public static KeyManager of(
            String appId,
            Storage raw,
            List<KeyProviderFactory> providers,
            ProtectionLevel atLeast,
            Clock clock,
            SecureRandom random) {
        OpenProviders open = new OpenProviders(new ProviderHome(appId, raw), providers);
        return new KeyManager(appId, raw, open, atLeast, clock, random);
    }

    /**
     * Makes the keys of an account that has none, under the first provider that works and is strong enough. When it
     * returns they are durable; killed on the way, it leaves at most a key that {@link #recoverIntents} deletes.
     *
     * @throws ScopeGoneException if the account is logged out, or was never there
     * @throws HoldfastException HF-0304 if no provider will do, each one's failure suppressed in it; HF-0311 if the
     *     account has keys, or content that is sealed; nothing was changed
     * @throws WrongKeyException if somebody was asked for a key and gave another one; no other provider was tried, and
     *     nothing was changed
     * @throws BusyException if another process is making its keys; nothing was changed
     * @throws StorageException if the medium fails; keys may have been made, which {@link #open} tells
     */
    public AccountKeys create(Scope account) {
        HoldfastException none = Problems.noProvider(account, atLeast);
        for (KeyProviderFactory factory : providers.atLeast(atLeast)) {
            try {
                return keys(owner(account), creation.create(owner(account), factory));
            } catch (ProviderUnavailableException e) {
                none.addSuppressed(e);
            }
        }
        throw none;
    }

    private Owner owner(Scope account) {
        return new Owner(appId, account);
    }

    private AccountKeys keys(Owner owner, OpenedKeys opened) {
        return new AccountKeys(owner, opened, known -> openedSince(owner, known), random);
    }

    private Optional<OpenedKeys> openedSince(Owner owner, Revision known) {
        return new AccountBlobs(raw, owner).keysetRevision().equals(known)
                ? Optional.empty()
                : Optional.of(opening.open(owner));
    }

    /**
     * Opens the keys of an account with the first of the providers that its keyset names and that has a copy of its key.
     *
     * @throws UnreadableException if a provider does not answer or is not configured, or one of them is weaker than the app
     *     accepts (KEY_UNAVAILABLE); if it gives another key (WRONG_KEY); if the keyset is damaged (DAMAGED), older than one
     *     that was there before (ROLLED_BACK), or cannot be read (IO); nothing was changed, and what is sealed stays as it is
     * @throws KeyLostException if the providers work and none has the key, or if there is no keyset
     */
    public AccountKeys open(Scope account) {
        return keys(owner(account), opening.open(owner(account)));
    }

    /**
     * Moves an account's keys: from now on each of these providers has a copy of a new key that protects them, and those
     * that had one before have it no longer. Nothing is sealed anew. Open keys of the account stay good, in every process.
     *
     * <p>Any of the copies opens the account, so it is protected as well as the weakest provider of them. Copies of the
     * keyset that were made before, together with the key that protected it then, open what is sealed under its data keys:
     * {@link #rotate} for that.
     *
     * @param providerIds of configured providers, the preferred first
     * @throws IllegalArgumentException if there is none, or one twice
     * @throws HoldfastException HF-0305 if one is not configured, HF-0315 if one is weaker than the app accepts; nothing
     *     was changed
     * @throws ProviderUnavailableException if one of them does not answer; the keys are where they were
     * @throws WrongKeyException if somebody was asked for a key and gave another one; the keys are where they were
     * @throws UnreadableException as {@link #open} says, and KeyLostException
     * @throws BusyException if another process is changing the keys; nothing was changed
     * @throws StorageException if the medium fails: {@link #recoverIntents} settles what was begun
     */
    public void protectBy(Scope account, List<String> providerIds) {
        if (providerIds.isEmpty() || Set.copyOf(providerIds).size() < providerIds.size()) {
            throw new IllegalArgumentException("Providers are named, and each once");
        }
        List<KeyProviderFactory> to = providerIds.stream()
                .map(id -> providers.find(id).orElseThrow(() -> Problems.noSuchProvider(account, id)))
                .toList();
        for (KeyProviderFactory factory : to) {
            if (factory.level().compareTo(atLeast) < 0) {
                throw Problems.refusedLevel(account, factory.id(), atLeast);
            }
        }
        rotation.run(owner(account), to);
    }

    /**
     * Gives an account a new data key, under which it is sealed from now on, and a new key that protects the keyset, at the
     * same providers. What was sealed before stays readable, and is sealed under the new data key when it is next saved;
     * {@link #finishRotation} does the rest. Open keys of the account stay good; other processes take over the new data key
     * as soon as they meet it.
     *
     * @throws HoldfastException as {@link #protectBy} says, and HF-0316 if it has 128 data keys; nothing was changed
     */
    public void rotate(Scope account) {
        rotation.run(owner(account), keys -> keys.withNewPrimary(random));
    }

    /**
     * Seals what an account has under its newest data key, and drops the earlier ones that nothing is sealed under any
     * more. To be called while nobody else has the account open: what is saved meanwhile under a dropped key is lost. Who
     * has it open in this process {@linkplain AccountKeys#refresh refreshes} it first. It looks at the account's own scope:
     * what its keys have sealed in others is lost, unless it has been saved again since. Cut off anywhere, it can be called
     * again.
     *
     * @param anchored the blobs that {@link AccountKeys#seal(Storage, Set)} anchors: one that was put back stays as it is
     * @param alone runs what it is given while nobody else has the account open; called once all that a person may be asked
     *     for is at hand
     * @throws BusyException if somebody saves, or changes keys, meanwhile; no key was dropped
     * @throws HoldfastException as {@link #protectBy} says, and what {@code alone} throws
     */
    public RotationReport finishRotation(
            Scope account, Set<BlobName> anchored, Function<Supplier<RotationReport>, RotationReport> alone) {
        Owner owner = owner(account);
        OpenedKeys opened = opening.open(owner);
        try (AccountKeys keys = keys(owner, opened);
                Holders holders = rotation.holders(owner, opened)) {
            return alone.apply(() -> {
                Resealing resealing = new Resealing(raw, owner, keys, anchored);
                int resealed = resealing.run();
                Set<Long> earlier = new HashSet<>(keys.ids());
                earlier.remove(keys.primary());
                Set<Long> kept = resealing.needed();
                kept.retainAll(earlier);
                if (kept.size() < earlier.size()) {
                    rotation.run(owner, opened, holders, all -> all.keeping(kept));
                }
                return new RotationReport(resealed, earlier.size() - kept.size(), kept.size());
            });
        }
    }

    /**
     * Takes what is stored now for the newest there was, because a backup was put back on purpose: the keyset, and of each
     * blob the newest revision that these keys open. Where none opens, it is as anchored as it was.
     *
     * @param anchored the blobs that {@link AccountKeys#seal(Storage, Set)} anchors
     * @throws ProviderUnavailableException if the provider that keeps the anchor does not answer; nothing was changed
     * @throws HoldfastException HF-0305 if that provider is not configured; nothing was changed
     * @throws BusyException if others are storing the anchor for too long; nothing was changed
     * @throws UnreadableException as {@link #open} says, and KeyLostException
     */
    public void trustBackup(Scope account, Set<BlobName> anchored) {
        Owner owner = owner(account);
        try (OpenedKeys opened = opening.openUnguarded(owner)) {
            Anchor anchor = opening.anchor(owner, opened.stored().keyset());
            anchor.set(new Reanchoring(raw, owner, opened, random).run(anchor, anchored));
        }
    }

    /**
     * Deletes the keys that a killed {@link #create}, {@link #rotate} or {@link #protectBy} left behind. To be called when
     * the home is opened; it asks no provider unless there is such a key, does nothing while another process is making
     * keys, and leaves for the next time what it cannot do now.
     *
     * @return whether nothing is left for the next time
     * @throws StorageException if the medium fails; call again
     */
    public boolean recoverIntents(Scope account) {
        return work.recover(owner(account));
    }

    /**
     * All that providers may keep of an account: copies of the key that protects its keyset, the note of how far it has
     * come, and keys whose making or giving up was cut off. It asks no provider. Empty if the account has no keys.
     *
     * @throws UnreadableException if the keyset is damaged, or of a newer version
     */
    public List<KeyRef> keys(Scope account) {
        AccountBlobs blobs = new AccountBlobs(raw, owner(account));
        Set<KeyRef> refs = new LinkedHashSet<>();
        blobs.keyset().ifPresent(stored -> refs.addAll(blobs.refs(stored.keyset())));
        refs.addAll(blobs.intents());
        return List.copyOf(refs);
    }

    /**
     * Removes the keyset of an account with its history, durably: what is sealed under it can be read no more, by
     * anyone who did not copy the keyset before. Does nothing if there is none.
     *
     * @throws StorageException if the medium fails; call again
     */
    public void destroyKeyset(Scope account) {
        new AccountBlobs(raw, owner(account)).removeKeyset();
    }

    /**
     * Deletes a key at its provider and asks for it again: with it goes every copy of the keyset that it protects. A
     * provider that fails is an outcome, not an exception; one that is locked too, as nobody is asked to unlock it. May be
     * repeated.
     */
    public KeyDestruction destroyKey(KeyRef ref) {
        return providers.destroy(ref);
    }

    /** Closes the providers that were opened; the keys that were handed out stay open. Idempotent. */
    @Override
    public void close() {
        providers.close();
    }
}
