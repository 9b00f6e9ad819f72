// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Seals the content of every blob that is written and opens what is read; names, sizes and times stay plain. Revisions
 * are those of the storage below. Each seal carries a sequence, one above its predecessor's, so nothing is written over
 * content that these keys do not open: its sequence is not to be had.
 */
final class SealedStorage extends ForwardingStorage {

    private final AccountKeys keys;
    private final Set<BlobName> anchored;
    private final Sequences sequences = new Sequences();

    SealedStorage(Storage inner, AccountKeys keys, Set<BlobName> anchored) {
        super(inner);
        this.keys = keys;
        this.anchored = Set.copyOf(anchored);
    }

    @Override
    public Optional<Stored> read(BlobName name) {
        long reached = reached(name);
        return inner().read(name).map(stored -> open(name, stored, reached));
    }

    /** Below this a sequence is one that was put back. It is looked up before what is compared with it. */
    private long reached(BlobName name) {
        return anchored.contains(name) ? keys.anchor().reached(name.name()) : 0;
    }

    @Override
    public Optional<Stored> read(BlobName name, Revision revision) {
        return inner().read(name, revision).map(stored -> unseal(name, stored).stored());
    }

    /**
     * Of an anchored blob the revision before the newest is enough, to stand in for one that is damaged: more could be
     * put there by somebody who keeps earlier ones.
     */
    @Override
    public List<Generation> history(BlobName name) {
        long atLeast = reached(name) - 1;
        List<Generation> all = inner().history(name);
        return atLeast < 1
                ? all
                : all.stream()
                        .filter(each -> isLater(name, each.revision(), atLeast))
                        .toList();
    }

    /** As the header says, which reading proves. */
    private boolean isLater(BlobName name, Revision generation, long atLeast) {
        return inner().read(name, generation)
                .flatMap(SealHeader::sequenceOf)
                .filter(sequence -> sequence >= atLeast)
                .isPresent();
    }

    private Stored open(BlobName name, Stored stored, long reached) {
        Sealer.Unsealed unsealed = unseal(name, stored);
        sequences.remember(name, stored.revision(), unsealed.sequence());
        if (unsealed.sequence() < reached) {
            throw new UnreadableException(Problems.olderContent(name), Reason.ROLLED_BACK, stored.revision(), null);
        }
        if (anchored.contains(name)) {
            keys.anchor().note(name.name(), unsealed.sequence());
        }
        return unsealed.stored();
    }

    /** A key that is not known may have been made since the keyset was opened. */
    private Sealer.Unsealed unseal(BlobName name, Stored stored) {
        try {
            return keys.sealer().open(name, stored);
        } catch (UnreadableException e) {
            if (e.reason() != Reason.WRONG_KEY || !isRefreshed(stored)) {
                throw e;
            }
            return keys.sealer().open(name, stored);
        }
    }

    /** Whatever is wrong with the keyset, the blob is well. */
    private boolean isRefreshed(Stored stored) {
        try {
            return keys.refresh();
        } catch (KeyLostException e) {
            return false;
        } catch (UnreadableException e) {
            throw new UnreadableException(e.problem(), Reason.KEY_UNAVAILABLE, stored.revision(), e);
        }
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        OptionalLong last = expected.isPresent() ? sequence(name, expected) : highest(name);
        if (last.isEmpty()) {
            Blobs.requireLive(inner(), name.scope());
            return new Replacement.Conflict();
        }
        long next = Math.max(last.getAsLong(), reached(name)) + 1;
        Replacement outcome =
                keys.write(sealer -> inner().replace(name, expected, sealer.seal(name, next, bytes), durability));
        if (outcome instanceof Replacement.Replaced replaced) {
            sequences.remember(name, replaced.revision(), next);
            raiseAnchor(name, next);
        }
        return outcome;
    }

    /** Where the keyset, as it is now, has its anchor. */
    private void raiseAnchor(BlobName name, long sequence) {
        if (anchored.contains(name)) {
            try {
                keys.refresh();
            } catch (KeyLostException | UnreadableException e) {
                Log.LOGGER.log(Level.WARNING, "{0} is anchored where it was before. {1}", name, e.getMessage());
            }
            keys.anchor().raise(name.name(), sequence);
        }
    }

    /** What is set aside keeps its data key from being dropped. */
    @Override
    public Optional<String> setAside(BlobName name, Revision revision) {
        keysOf(name, revision).forEach(keys.blobs(inner())::need);
        return inner().setAside(name, revision);
    }

    /** Which data key something is sealed under; any, if it cannot be read. */
    private Stream<Long> keysOf(BlobName name, Revision revision) {
        try {
            return inner().read(name, revision).flatMap(SealHeader::keyOf).stream();
        } catch (UnreadableException e) {
            return keys.ids().stream();
        }
    }

    /** Empty if the revision is not kept any more, and so not current. */
    private OptionalLong sequence(BlobName name, Revision revision) {
        OptionalLong seen = sequences.of(name, revision);
        if (seen.isPresent()) {
            return seen;
        }
        Optional<Stored> stored = inner().read(name, revision);
        return stored.isPresent() ? OptionalLong.of(unseal(name, stored.get()).sequence()) : OptionalLong.empty();
    }

    /** The highest sequence in the history of a blob that has no current revision; 0 if there is none. */
    private OptionalLong highest(BlobName name) {
        long highest = 0;
        for (Generation generation : inner().history(name)) {
            highest = Math.max(highest, sequenceIfWhole(name, generation.revision()));
        }
        return OptionalLong.of(highest);
    }

    private long sequenceIfWhole(BlobName name, Revision generation) {
        try {
            return sequence(name, generation).orElse(0);
        } catch (UnreadableException e) {
            if (e.reason() == Reason.DAMAGED) {
                return 0;
            }
            throw e;
        }
    }
}
