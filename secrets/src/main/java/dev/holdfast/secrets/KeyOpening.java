// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.secrets.AccountBlobs.StoredKeyset;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException.Reason;
import java.util.Optional;

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
        OpenedKeys opened = openUnguarded(owner);
        long sequence = opened.stored().keyset().sequence();
        if (sequence < opened.anchor().reached(Anchor.KEYSET)) {
            opened.close();
            throw rolledBack(opened.stored());
        }
        opened.anchor().note(Anchor.KEYSET, sequence);
        return opened;
    }

    /** As {@link #open}, also what is older than its anchor. */
    OpenedKeys openUnguarded(Owner owner) {
        StoredKeyset stored = new AccountBlobs(raw, owner)
                .keyset()
                .orElseThrow(() -> new KeyLostException(Problems.noKeyset(owner.account())));
        ProtectionLevel level = level(stored);
        KeyFetching fetching = new KeyFetching(owner, stored, providers);
        try (Kek kek = fetching.run().orElseThrow(() -> lost(owner, stored, fetching))) {
            return new OpenedKeys(stored, level, kek.unwrap(stored.keyset()), anchor(owner, stored, fetching));
        } catch (FormatException e) {
            throw stored.unreadable(Problems.damagedKeyset(stored.name()), Reason.DAMAGED);
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
        Optional<VaultProvider> vault = stored.keyset().anchoredAt().flatMap(fetching::answered);
        return vault.isPresent() ? Anchor.load(owner, raw, vault.get()) : Anchor.none(owner, raw);
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
