// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.secrets.AccountBlobs.StoredKeyset;
import dev.holdfast.storage.Storage;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Makes the keys of an account that has none: intent, key put and read back, durable keyset, intent removed. */
final class KeyCreation {

    private final Storage raw;
    private final OpenProviders providers;
    private final KeyWork work;
    private final Clock clock;
    private final SecureRandom random;

    KeyCreation(Storage raw, OpenProviders providers, KeyWork work, Clock clock, SecureRandom random) {
        this.raw = raw;
        this.providers = providers;
        this.work = work;
        this.clock = clock;
        this.random = random;
    }

    OpenedKeys create(Owner owner, KeyProviderFactory factory) {
        try (Holders holders = Holders.of(providers, List.of(factory), List.of())) {
            return work.alone(owner, blobs -> create(owner, blobs, holders, factory.level()));
        }
    }

    private OpenedKeys create(Owner owner, AccountBlobs blobs, Holders holders, ProtectionLevel level) {
        blobs.requireFresh();
        try (Kek kek = Kek.generate(owner, random)) {
            return work.making(blobs, holders, kek.id(), () -> create(owner, blobs, holders, kek, level));
        }
    }

    private OpenedKeys create(Owner owner, AccountBlobs blobs, Holders holders, Kek kek, ProtectionLevel level) {
        DataKeys dataKeys = DataKeys.generate(random);
        try {
            StoredKeyset stored = blobs.create(kek.wrap(dataKeys, keyset(kek, dataKeys, holders), random));
            holders.refs(kek.id()).forEach(blobs::removeIntent);
            Anchor anchor = anchor(owner, holders);
            anchor.note(Anchor.KEYSET, stored.keyset().sequence());
            return new OpenedKeys(stored, level, dataKeys, anchor);
        } catch (RuntimeException | Error e) {
            dataKeys.close();
            throw e;
        }
    }

    private Keyset keyset(Kek kek, DataKeys dataKeys, Holders holders) {
        return new Keyset(
                kek.id(),
                1,
                1,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                dataKeys.primary(),
                kek.check(),
                holders.give(kek, random),
                "");
    }

    private Anchor anchor(Owner owner, Holders holders) {
        return holders.firstVault()
                .map(holder -> Anchor.fresh(owner, raw, holder))
                .orElseGet(() -> Anchor.none(owner, raw));
    }
}
