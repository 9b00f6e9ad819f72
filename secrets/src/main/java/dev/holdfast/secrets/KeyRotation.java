// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.secrets.AccountBlobs.StoredKeyset;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.Storage;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Gives an account's keyset a new key-encryption key, at the same providers or at others, with the same data keys or
 * changed ones. Intents for the new key and for the old one; the new key put and read back; the keyset replaced, which is
 * the moment that counts; its earlier contents forgotten; the old key deleted. Cut off anywhere, the keyset opens with
 * the key that it names.
 */
final class KeyRotation {

    private final Storage raw;
    private final OpenProviders providers;
    private final KeyOpening opening;
    private final KeyWork work;
    private final Clock clock;
    private final SecureRandom random;

    KeyRotation(
            Storage raw, OpenProviders providers, KeyOpening opening, KeyWork work, Clock clock, SecureRandom random) {
        this.raw = raw;
        this.providers = providers;
        this.opening = opening;
        this.work = work;
        this.clock = clock;
        this.random = random;
    }

    /** The new key at the providers that have the old one. */
    void run(Owner owner, UnaryOperator<DataKeys> change) {
        try (OpenedKeys old = opening.open(owner);
                Holders holders = holders(owner, old)) {
            run(owner, old, holders, change);
        }
    }

    /** The new key at these providers, the data keys as they are. */
    void run(Owner owner, List<KeyProviderFactory> to) {
        try (OpenedKeys old = opening.open(owner);
                Holders holders = Holders.of(providers, to, old.providers())) {
            run(owner, old, holders, keys -> keys.keeping(keys.ids()));
        }
    }

    /** Those who have copies of the key now. */
    Holders holders(Owner owner, OpenedKeys old) {
        return Holders.of(providers, providers.require(owner, old.providers()), old.providers());
    }

    /** @throws BusyException if the keys are others by now, or are being changed */
    void run(Owner owner, OpenedKeys old, Holders holders, UnaryOperator<DataKeys> change) {
        try (DataKeys changed = change.apply(old.dataKeys())) {
            if (changed.ids().size() > DataKeys.MAX) {
                throw Problems.tooManyDataKeys(owner.account());
            }
            work.alone(owner, blobs -> {
                requireUnchanged(owner, blobs, old.stored());
                rotate(owner, blobs, old, holders, changed);
                return blobs;
            });
        }
    }

    private void requireUnchanged(Owner owner, AccountBlobs blobs, StoredKeyset seen) {
        Blobs.requireLive(raw, owner.account());
        if (!blobs.keysetRevision().equals(seen.revision())) {
            throw new BusyException(Problems.busy(owner.account()));
        }
    }

    private void rotate(Owner owner, AccountBlobs blobs, OpenedKeys old, Holders holders, DataKeys changed) {
        Keyset given = old.stored().keyset();
        try (Kek kek = Kek.generate(owner, random)) {
            blobs.kept(given).forEach(blobs::createIntent);
            long sequence = work.making(blobs, holders, kek.id(), () -> {
                Keyset next = kek.wrap(changed, next(given, kek, changed, holders), random);
                return blobs.replace(old.stored().revision(), next).keyset().sequence();
            });
            anchor(owner, old.anchor(), holders, sequence);
            work.settle(blobs);
        }
    }

    private Keyset next(Keyset given, Kek kek, DataKeys changed, Holders holders) {
        return new Keyset(
                kek.id(),
                given.epoch() + 1,
                given.sequence() + 1,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                changed.primary(),
                kek.check(),
                holders.give(kek, random),
                "");
    }

    private void anchor(Owner owner, Anchor old, Holders holders, long sequence) {
        holders.firstVault().ifPresent(holder -> {
            Anchor anchor = Anchor.fresh(owner, raw, holder);
            anchor.take(old);
            anchor.raise(Anchor.KEYSET, sequence);
        });
    }
}
