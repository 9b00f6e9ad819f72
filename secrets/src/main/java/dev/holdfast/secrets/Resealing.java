// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Seals what an account has stored under its newest data key, each blob by an ordinary save, and finds out which data keys
 * are needed all the same: generations are never written again, and what is damaged cannot be.
 */
final class Resealing {

    private final Storage raw;
    private final AccountBlobs blobs;
    private final Owner owner;
    private final AccountKeys keys;
    private final Storage sealed;

    Resealing(Storage raw, Owner owner, AccountKeys keys, Set<BlobName> anchored) {
        this.raw = raw;
        this.blobs = new AccountBlobs(raw, owner);
        this.owner = owner;
        this.keys = keys;
        this.sealed = keys.seal(raw, anchored);
    }

    /** Seals anew what is sealed under earlier keys: how many blobs that were. */
    int run() {
        return (int) raw.list(owner.account()).stream().filter(this::reseal).count();
    }

    private boolean reseal(BlobName name) {
        Optional<Stored> stored = raw.read(name);
        Optional<Long> key = stored.flatMap(SealHeader::keyOf);
        if (key.isEmpty()) {
            return false;
        }
        if (key.get() == keys.primary()) {
            requireUnchanged(raw.confirm(name, stored.get().revision())); // no power cut may bring an earlier one back
            return false;
        }
        try {
            return sealed.read(name).map(opened -> save(name, opened)).orElse(false);
        } catch (UnreadableException e) {
            return false; // its key stays
        }
    }

    private boolean save(BlobName name, Stored stored) {
        requireUnchanged(sealed.replace(name, stored.revision(), stored.bytes(), Durability.DURABLE));
        return true;
    }

    private void requireUnchanged(Replacement outcome) {
        if (outcome instanceof Replacement.Conflict) {
            throw new BusyException(Problems.busy(owner.account()));
        }
    }

    /**
     * The data keys that something stored is sealed under, generations of what is not there any more included; all, where a
     * header is damaged and so could name any.
     *
     * @throws UnreadableException if something cannot be read, and so tells of no key
     * @throws BusyException if a generation is dropped meanwhile
     */
    Set<Long> needed() {
        Set<Long> needed = new HashSet<>(blobs.needed());
        for (BlobName name : raw.listKept(owner.account())) {
            contents(name)
                    .filter(content -> SealHeader.isSealed(content.bytes()))
                    .forEach(content ->
                            SealHeader.keyOf(content).ifPresentOrElse(needed::add, () -> needed.addAll(keys.ids())));
        }
        return needed;
    }

    private Stream<Stored> contents(BlobName name) {
        return Stream.concat(
                raw.read(name).stream(),
                raw.history(name).stream()
                        .map(generation -> raw.read(name, generation.revision())
                                .orElseThrow(() -> new BusyException(Problems.busy(owner.account())))));
    }
}
