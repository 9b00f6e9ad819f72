// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.secrets.AccountBlobs.StoredKeyset;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * Makes, opens and destroys the keys of a home's accounts. Each account has a keyset, a blob in its scope, which names
 * the key provider that protects it; that provider alone opens it, a weaker or a stronger one is never tried in its
 * place. Safe for any number of threads and processes.
 */
public final class KeyManager implements AutoCloseable {

    /** How long to wait for another process that is making keys: far longer than that takes. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final String appId;
    private final Storage raw;
    private final OpenProviders providers;
    private final ProtectionLevel atLeast;
    private final KeyCreation creation;
    private final SecureRandom random;

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
        this.creation = new KeyCreation(raw, providers, clock, random, WAIT);
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
                KeyProvider provider = providers.open(factory);
                return creation.create(new Owner(appId, account), factory, provider);
            } catch (ProviderUnavailableException e) {
                none.addSuppressed(e);
            }
        }
        throw none;
    }

    /**
     * Opens the keys of an account with the provider that its keyset names.
     *
     * @throws UnreadableException if the provider does not answer, is not configured or is weaker than the app accepts
     *     (KEY_UNAVAILABLE), if it gives another key (WRONG_KEY), if the keyset is damaged (DAMAGED) or cannot be read
     *     (IO); nothing was changed, and what is sealed stays as it is
     * @throws KeyLostException if the provider works and does not have the key, or if there is no keyset
     */
    public AccountKeys open(Scope account) {
        AccountBlobs blobs = new AccountBlobs(raw, account);
        StoredKeyset stored = blobs.keyset().orElseThrow(() -> new KeyLostException(Problems.noKeyset(account)));
        KeyProviderFactory factory = factory(stored);
        Owner owner = new Owner(appId, account);
        try (Kek kek = kek(owner, factory, stored)) {
            if (!kek.matches(stored.keyset().check())) {
                throw unreadable(Problems.wrongKey(stored.name(), factory.id()), Reason.WRONG_KEY, stored);
            }
            return new AccountKeys(owner, factory, kek.unwrap(stored.keyset()), random);
        } catch (FormatException e) {
            throw unreadable(Problems.damagedKeyset(stored.name()), Reason.DAMAGED, stored);
        }
    }

    private KeyProviderFactory factory(StoredKeyset stored) {
        String id = stored.keyset().provider();
        KeyProviderFactory factory = providers
                .find(id)
                .orElseThrow(() -> unavailable(Problems.notConfigured(stored.name(), id), stored, null));
        if (factory.level().compareTo(atLeast) < 0) {
            throw unavailable(Problems.tooWeak(stored.name(), id, atLeast), stored, null);
        }
        return factory;
    }

    private Kek kek(Owner owner, KeyProviderFactory factory, StoredKeyset stored) {
        try {
            return Kek.fetch(owner, stored.keyset(), providers.open(factory))
                    .orElseThrow(() -> new KeyLostException(Problems.keyLost(stored.name(), factory.id())));
        } catch (ProviderUnavailableException e) {
            throw unavailable(e.problem(), stored, e);
        } catch (WrongKeyException e) {
            throw unreadable(e.problem(), Reason.WRONG_KEY, stored);
        } catch (AEADBadTagException e) {
            throw unreadable(Problems.wrongKey(stored.name(), factory.id()), Reason.WRONG_KEY, stored);
        }
    }

    private static UnreadableException unavailable(
            Problem problem, StoredKeyset stored, @Nullable ProviderUnavailableException cause) {
        return new UnreadableException(problem, Reason.KEY_UNAVAILABLE, stored.revision(), cause);
    }

    private static UnreadableException unreadable(Problem problem, Reason reason, StoredKeyset stored) {
        return new UnreadableException(problem, reason, stored.revision(), null);
    }

    /**
     * Deletes the keys that a killed {@link #create} left behind. To be called when the home is opened; it asks no
     * provider unless there is such a key, does nothing while another process is making keys, and leaves for the next
     * time what it cannot do now.
     *
     * @throws StorageException if the medium fails; call again
     */
    public void recoverIntents(Scope account) {
        creation.recover(account);
    }

    /**
     * Every key that may exist of an account: the one that its keyset names, and those whose making was cut off. It asks
     * no provider. Empty if the account has no keys.
     *
     * @throws UnreadableException if the keyset is damaged, or of a newer version
     */
    public List<KeyRef> keys(Scope account) {
        AccountBlobs blobs = new AccountBlobs(raw, account);
        Set<KeyRef> refs = new LinkedHashSet<>();
        blobs.keyset().map(StoredKeyset::ref).ifPresent(refs::add);
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
        new AccountBlobs(raw, account).removeKeyset();
    }

    /**
     * Deletes a key at its provider and asks for it again: with it goes every copy of the keyset that it protects. A
     * provider that fails is an outcome, not an exception. May be repeated.
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
