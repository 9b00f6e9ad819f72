// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How far what is stored now has come, by what the account's keys open: a header alone is anybody's, and would set the
 * anchor to whatever its writer likes.
 */
final class Reanchoring {

    private final Storage raw;
    private final Owner owner;
    private final OpenedKeys opened;
    private final SecureRandom random;

    Reanchoring(Storage raw, Owner owner, OpenedKeys opened, SecureRandom random) {
        this.raw = raw;
        this.owner = owner;
        this.opened = opened;
        this.random = random;
    }

    /** The keyset's sequence, and each blob's; of one that does not open, what it was anchored at before. */
    Map<String, Long> run(Anchor before, Set<BlobName> anchored) {
        Map<String, Long> sequences = new HashMap<>();
        sequences.put(Anchor.KEYSET, opened.stored().keyset().sequence());
        try (Sealer sealer = new Sealer(owner, opened.dataKeys(), random)) {
            for (BlobName name : anchored) {
                sequences.put(name.name(), newest(name, sealer).orElseGet(() -> before.reached(name.name())));
            }
        }
        return sequences;
    }

    private Optional<Long> newest(BlobName name, Sealer sealer) {
        return Stream.concat(raw.read(name).stream(), generations(name))
                .flatMap(stored -> sequence(name, stored, sealer).stream())
                .findFirst();
    }

    private Stream<Stored> generations(BlobName name) {
        return raw.history(name).stream().flatMap(each -> raw.read(name, each.revision()).stream());
    }

    private static Optional<Long> sequence(BlobName name, Stored stored, Sealer sealer) {
        try {
            return Optional.of(sealer.open(name, stored).sequence());
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }
}
