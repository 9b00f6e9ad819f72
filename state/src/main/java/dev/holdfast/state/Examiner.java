// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Stored;
import java.util.List;
import java.util.Optional;

/** Tells what one stored revision is. */
final class Examiner<T> {

    private final String location;
    private final Schema<T> schema;
    private final Binder<T> binder;

    /** @param location of the document, for problems */
    Examiner(String location, Schema<T> schema, Binder<T> binder) {
        this.location = location;
        this.schema = schema;
        this.binder = binder;
    }

    /** What a revision tells; empty if it is damaged. */
    Optional<Snapshot<T>> examine(Stored stored) {
        Envelope envelope;
        try {
            envelope = EnvelopeReader.read(stored.bytes());
        } catch (CodecException e) {
            return e.kind() == Kind.MALFORMED ? Optional.empty() : Optional.of(incompatible(stored, 0, e));
        }
        boolean newer = envelope.version() > schema.version();
        if (newer && !envelope.stamp().admits(schema.version())) {
            return Optional.of(newer(stored, envelope));
        }
        return envelope.whole() || envelope.isEdited(stored.modified())
                ? Optional.of(newer ? newerReadable(stored, envelope) : bound(stored, envelope))
                : Optional.empty();
    }

    /** What does not fit this version's type after all is the newer version's alone. */
    private Snapshot<T> newerReadable(Stored stored, Envelope envelope) {
        try {
            return newerReadable(stored, envelope, binder.bindNewer(envelope).value());
        } catch (CodecException e) {
            Problem problem = Problems.wronglyAdmitted(envelope.version(), schema.version(), e.problem());
            return fenced(LoadOutcome.NEWER, stored, envelope.sequence(), problem);
        }
    }

    private Snapshot<T> newerReadable(Stored stored, Envelope envelope, T value) {
        Slice encoded = binder.encode(value, schema.layout());
        Newer newer = new Newer(envelope.stamp(), envelope.parsed(), JsonReader.parse(encoded));
        return new Snapshot<>(
                Loaded.well(value, LoadOutcome.NEWER_READABLE, stored.revision()),
                envelope.sequence(),
                envelope.whole() ? Optional.of(encoded) : Optional.empty(),
                false,
                Precaution.NONE,
                Optional.of(newer));
    }

    private Snapshot<T> newer(Stored stored, Envelope envelope) {
        Problem problem = Problems.newer(envelope.version(), schema.version());
        return fenced(LoadOutcome.NEWER, stored, envelope.sequence(), problem);
    }

    private Snapshot<T> incompatible(Stored stored, long sequence, CodecException why) {
        return fenced(LoadOutcome.INCOMPATIBLE, stored, sequence, Problems.incompatible(why.problem()));
    }

    private Snapshot<T> fenced(LoadOutcome outcome, Stored stored, long sequence, Problem problem) {
        Loaded<T> loaded = Loaded.ill(schema.initial(), outcome, stored.revision(), problem.at(location));
        return Snapshot.unstored(loaded, sequence, Precaution.pin(stored.revision()));
    }

    private Snapshot<T> bound(Stored stored, Envelope envelope) {
        try {
            return snapshot(stored, envelope, binder.bind(envelope));
        } catch (CodecException e) {
            return incompatible(stored, envelope.sequence(), e);
        }
    }

    private Snapshot<T> snapshot(Stored stored, Envelope envelope, Binder.Bound<T> bound) {
        LoadOutcome outcome = outcome(envelope);
        Optional<Problem> dropped =
                bound.dropped().map(field -> Problems.dropped(field).at(location));
        boolean superseded = outcome == LoadOutcome.MIGRATED || dropped.isPresent();
        return new Snapshot<>(
                new Loaded<>(bound.value(), outcome, stored.revision(), Optional.empty(), List.of(), dropped),
                envelope.sequence(),
                outcome == LoadOutcome.LOADED ? Optional.of(envelope.data()) : Optional.empty(),
                false,
                superseded ? Precaution.pin(stored.revision()) : Precaution.NONE,
                Optional.empty());
    }

    private LoadOutcome outcome(Envelope envelope) {
        if (envelope.version() < schema.version()) {
            return LoadOutcome.MIGRATED;
        }
        return envelope.whole() ? LoadOutcome.LOADED : LoadOutcome.EDITED;
    }
}
