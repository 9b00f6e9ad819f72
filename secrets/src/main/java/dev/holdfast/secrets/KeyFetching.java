// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.secrets.AccountBlobs.StoredKeyset;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * One round of asking for a keyset's key: each provider that has a copy, in order, until one gives it. One that is
 * silent, has lost it or gives another key is passed over; but a person who gave a wrong key is told so at once.
 */
final class KeyFetching {

    private final Owner owner;
    private final StoredKeyset stored;
    private final OpenProviders providers;
    private final Map<String, KeyProvider> answered = new HashMap<>();
    private @Nullable UnreadableException failure;

    KeyFetching(Owner owner, StoredKeyset stored, OpenProviders providers) {
        this.owner = owner;
        this.stored = stored;
        this.providers = providers;
    }

    /**
     * The key; empty if every provider is well, and none has it.
     *
     * @throws UnreadableException if one of them is silent or not configured, or else gave another key
     */
    Optional<Kek> run() {
        for (KekCopy copy : stored.keyset().copies()) {
            Optional<Kek> kek = fetch(copy);
            if (kek.isPresent()) {
                return kek;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }

    /** A vault that was asked, and answered. */
    Optional<VaultProvider> answered(String provider) {
        return answered.get(provider) instanceof VaultProvider vault ? Optional.of(vault) : Optional.empty();
    }

    private Optional<Kek> fetch(KekCopy copy) {
        Optional<KeyProviderFactory> factory = providers.find(copy.provider());
        if (factory.isEmpty()) {
            note(stored.unreadable(Problems.notConfigured(stored.name(), copy.provider()), Reason.KEY_UNAVAILABLE));
            return Optional.empty();
        }
        try {
            return fetch(copy, providers.open(factory.get()));
        } catch (ProviderUnavailableException e) {
            note(stored.unavailable(e));
        } catch (WrongKeyException e) {
            throw stored.unreadable(e.problem(), Reason.WRONG_KEY);
        } catch (AEADBadTagException e) {
            note(wrong(copy));
        }
        return Optional.empty();
    }

    private Optional<Kek> fetch(KekCopy copy, KeyProvider provider) throws AEADBadTagException {
        Optional<Kek> kek = Kek.fetch(owner, stored.keyset().kek(), copy, provider);
        answered.put(copy.provider(), provider);
        if (kek.isPresent() && !kek.get().matches(stored.keyset().check())) {
            kek.get().close();
            note(wrong(copy));
            return Optional.empty();
        }
        return kek;
    }

    private UnreadableException wrong(KekCopy copy) {
        return stored.unreadable(Problems.wrongKey(stored.name(), copy.provider()), Reason.WRONG_KEY);
    }

    /** What may pass is told before what will not. */
    private void note(UnreadableException e) {
        if (failure == null || (failure.reason() != e.reason() && e.reason() == Reason.KEY_UNAVAILABLE)) {
            failure = e;
        }
    }
}
