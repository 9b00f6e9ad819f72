// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a document. Each method gives the document as it is afterwards, durably; empty if another writer was faster and
 * nothing was changed; what it throws leaves open whether the write happened.
 */
final class Saver<T> {

    private final Storage storage;
    private final BlobName name;
    private final Schema<T> schema;
    private final Clock clock;

    /** What was to be stored by a write that has not answered, or that threw. */
    private byte @Nullable [] unanswered;

    Saver(Storage storage, BlobName name, Schema<T> schema, Clock clock) {
        this.storage = storage;
        this.name = name;
        this.schema = schema;
        this.clock = clock;
    }

    /** Makes certain that what is stored is durable, whoever stored it. */
    Optional<Snapshot<T>> confirm(Snapshot<T> base) {
        return base.acknowledged() || storage.confirm(name, base.revision()) instanceof Replaced
                ? Optional.of(base.confirmed())
                : Optional.empty();
    }

    /** Takes the precaution. */
    Optional<Snapshot<T>> prepare(Snapshot<T> base) {
        Precaution precaution = base.precaution();
        for (Revision revision : precaution.pin()) {
            if (storage.pin(name, revision) instanceof Replacement.Conflict) {
                return Optional.empty();
            }
        }
        return precaution.setAside().isEmpty()
                ? Optional.of(base.with(Precaution.NONE))
                : quarantined(precaution.setAside())
                        .map(where -> base.with(base.loaded().quarantined(Revision.ABSENT, where))
                                .with(Precaution.NONE));
    }

    private Optional<List<String>> quarantined(List<Revision> damaged) {
        List<String> places = new ArrayList<>();
        for (Revision revision : damaged) {
            Optional<String> place = storage.setAside(name, revision);
            if (place.isEmpty()) {
                return Optional.empty();
            }
            places.add(place.get());
        }
        return Optional.of(places);
    }

    /**
     * Stores a value in the place of a prepared document.
     *
     * @param loaded the value and how it came
     * @param encoded the value as the codec wrote it
     */
    Optional<Snapshot<T>> replace(Snapshot<T> base, Loaded<T> loaded, Slice encoded) {
        long sequence = base.sequence() + 1;
        Optional<Newer> newer = base.newer().map(it -> it.with(encoded));
        Stamp stamp = newer.map(Newer::stamp).orElseGet(schema::stamp);
        Slice data = newer.map(it -> it.data(schema.layout())).orElse(encoded);
        byte[] bytes = EnvelopeWriter.write(stamp, sequence, clock.instant(), data, schema.layout());
        unanswered = bytes;
        Replacement answer = storage.replace(name, base.revision(), bytes, Durability.DURABLE);
        unanswered = null;
        return answer instanceof Replaced replaced
                ? Optional.of(new Snapshot<>(
                        loaded.at(replaced.revision()), sequence, Optional.of(encoded), true, Precaution.NONE, newer))
                : Optional.empty();
    }

    /** The bytes of the last replacement, if it threw. */
    Optional<byte[]> takeUnanswered() {
        Optional<byte[]> bytes = Optional.ofNullable(unanswered);
        unanswered = null;
        return bytes;
    }

    /** Removes the document, its generations included. */
    Optional<Snapshot<T>> delete(Snapshot<T> base) {
        Loaded<T> missing = Loaded.well(schema.initial(), LoadOutcome.MISSING, Revision.ABSENT);
        return storage.delete(name, base.revision()) instanceof Replaced
                ? Optional.of(Snapshot.unstored(missing, 0, Precaution.NONE).confirmed())
                : Optional.empty();
    }
}
