// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.secrets.AccountBlobs.StoredKeyset;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Opens keysets, by the first copy of the key that is to be had, if no copy is weaker than the app accepts. */
final class KeyOpening {

    private final Storage raw;
    private final OpenProviders providers;
    private final ProtectionLevel atLeast;

    KeyOpening(Storage raw, OpenProviders providers, ProtectionLevel atLeast) {
        this.raw = raw;
        this.providers = providers;
        this.atLeast = atLeast;
    }

    /** As {@link KeyManager#open} says. */
    OpenedKeys open(Owner owner) {
        return latest(owner, stored -> guarded(owner, stored));
    }

    /** As {@link #open}, also what is older than its anchor. */
    OpenedKeys openUnguarded(Owner owner) {
        return latest(owner, stored -> unguarded(owner, stored));
    }

    /** A keyset that does not open is tried no more, unless another process has put one in its place meanwhile. */
    private OpenedKeys latest(Owner owner, Function<StoredKeyset, OpenedKeys> opening) {
        AccountBlobs blobs = new AccountBlobs(raw, owner);
        while (true) {
            StoredKeyset stored =
                    blobs.keyset().orElseThrow(() -> new KeyLostException(Problems.noKeyset(owner.account())));
            try {
                return opening.apply(stored);
            } catch (UnreadableException | KeyLostException e) {
                if (blobs.keysetRevision().equals(stored.revision())) {
                    throw e;
                }
            }
        }
    }

    private OpenedKeys guarded(Owner owner, StoredKeyset stored) {
        OpenedKeys opened = unguarded(owner, stored);
        long sequence = stored.keyset().sequence();
        if (sequence < opened.anchor().reached(Anchor.KEYSET)) {
            opened.close();
            throw rolledBack(stored);
        }
        opened.anchor().note(Anchor.KEYSET, sequence);
        return opened;
    }

    private OpenedKeys unguarded(Owner owner, StoredKeyset stored) {
        ProtectionLevel level = level(stored);
        KeyFetching fetching = new KeyFetching(owner, stored, providers);
        try (Kek kek = fetching.run().orElseThrow(() -> lost(owner, stored, fetching))) {
            Anchor anchor = anchor(owner, stored, fetching);
            return new OpenedKeys(stored, level, kek.unwrap(stored.keyset()), anchor);
        } catch (FormatException e) {
            throw stored.unreadable(Problems.damagedKeyset(stored.name()), Reason.DAMAGED);
        } catch (ProviderUnavailableException e) {
            throw stored.unavailable(e);
        }
    }

    /** That of the weakest copy, as its provider was when it got it, or as it is now. */
    private ProtectionLevel level(StoredKeyset stored) {
        ProtectionLevel weakest = ProtectionLevel.strongest();
        for (KekCopy copy : stored.keyset().copies()) {
            ProtectionLevel level = providers
                    .find(copy.provider())
                    .map(now -> ProtectionLevel.weaker(now.level(), copy.level()))
                    .orElse(copy.level());
            if (level.compareTo(atLeast) < 0) {
                throw stored.unreadable(
                        Problems.tooWeak(stored.name(), copy.provider(), atLeast), Reason.KEY_UNAVAILABLE);
            }
            weakest = ProtectionLevel.weaker(level, weakest);
        }
        return weakest;
    }

    /** Of the vault that keeps it, where that gave the key or was asked for it: no further provider is opened for it. */
    private Anchor anchor(Owner owner, StoredKeyset stored, KeyFetching fetching) {
        return stored.keyset()
                .anchoredAt()
                .flatMap(id -> fetching.answered(id).map(vault -> Anchor.load(owner, raw, id, vault)))
                .orElseGet(() -> Anchor.none(owner, raw));
    }

    /**
     * Of the vault that keeps it, which is asked; none if no vault does.
     *
     * @throws ProviderUnavailableException if the vault does not answer
     * @throws HoldfastException HF-0305 if it is not configured
     */
    Anchor anchor(Owner owner, Keyset keyset) {
        Optional<KeyProviderFactory> keeper = keyset.anchoredAt()
                .map(id -> providers.require(owner, List.of(id)).get(0));
        return keeper.isPresent() && providers.open(keeper.get()) instanceof VaultProvider vault
                ? Anchor.load(owner, raw, keeper.get().id(), vault)
                : Anchor.none(owner, raw);
    }

    /** Every provider is well, and none has the key. If a later keyset was anchored there, this one was put back. */
    private RuntimeException lost(Owner owner, StoredKeyset stored, KeyFetching fetching) {
        long reached = anchor(owner, stored, fetching).reached(Anchor.KEYSET);
        return stored.keyset().sequence() < reached
                ? rolledBack(stored)
                : new KeyLostException(Problems.keyLost(
                        stored.name(), stored.keyset().copies().get(0).provider()));
    }

    private static RuntimeException rolledBack(StoredKeyset stored) {
        return stored.unreadable(Problems.olderKeyset(stored.name()), Reason.ROLLED_BACK);
    }
}
