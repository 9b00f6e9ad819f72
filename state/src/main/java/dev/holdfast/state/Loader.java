// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnsafePlaceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a document, down to its generations if need be. It writes nothing: what should be done is the precaution. */
final class Loader<T> {

    private final Storage storage;
    private final BlobName name;
    private final T initial;
    private final Examiner<T> examiner;

    Loader(Storage storage, BlobName name, T initial, Examiner<T> examiner) {
        this.storage = storage;
        this.name = name;
        this.initial = initial;
        this.examiner = examiner;
    }

    /**
     * @param fallback the value of what is fenced
     * @throws HoldfastException if the storage is closed or the scope gone, or there is no codec
     */
    Snapshot<T> read(T fallback) {
        Snapshot<T> read = readable();
        return read.isFenced() ? read.with(read.loaded().withValue(fallback)) : read;
    }

    private Snapshot<T> readable() {
        try {
            return current();
        } catch (UnreadableException e) {
            return unread(outcome(e), e.problem(), e.revision());
        } catch (StorageException | BusyException | UnsafePlaceException e) {
            return unread(LoadOutcome.UNREADABLE, e.problem(), Revision.ABSENT);
        }
    }

    /**
     * What a generation has.
     *
     * @throws HoldfastException HF-0255 if it is not kept any more, HF-0256 if it is damaged
     */
    Snapshot<T> generation(Generation generation) {
        return storage.read(name, generation.revision())
                .map(stored -> examiner.examine(stored).orElseThrow(() -> problem(Problems.damagedGeneration())))
                .orElseThrow(() -> problem(Problems.noGeneration()));
    }

    private HoldfastException problem(Problem problem) {
        return new HoldfastException(problem.at(storage.location(name)));
    }

    private static LoadOutcome outcome(UnreadableException e) {
        return switch (e.reason()) {
            case KEY_UNAVAILABLE -> LoadOutcome.KEY_UNAVAILABLE;
            case WRONG_KEY -> LoadOutcome.WRONG_KEY;
            case ROLLED_BACK -> LoadOutcome.ROLLED_BACK;
            case IO, TOO_LARGE, DAMAGED -> LoadOutcome.UNREADABLE;
        };
    }

    private Snapshot<T> unread(LoadOutcome outcome, Problem cause, Revision revision) {
        Problem problem = Problems.unreadable(outcome, cause).at(storage.location(name));
        return Snapshot.unstored(Loaded.ill(initial, outcome, revision, problem), 0, Precaution.pin(revision));
    }

    private Snapshot<T> current() {
        Optional<Stored> stored;
        try {
            stored = storage.read(name);
        } catch (UnreadableException e) {
            return recovered(List.of(damaged(e)));
        }
        if (stored.isEmpty()) {
            return absent();
        }
        return examiner.examine(stored.get())
                .map(this::keepingLastGood)
                .orElseGet(() -> recovered(List.of(stored.get().revision())));
    }

    /** The revision that is damaged; any other trouble is thrown on. */
    private static Revision damaged(UnreadableException e) {
        if (e.reason() != UnreadableException.Reason.DAMAGED || !e.revision().isPresent()) {
            throw e;
        }
        return e.revision();
    }

    private Snapshot<T> absent() {
        if (!storage.history(name).isEmpty()) {
            return recovered(List.of());
        }
        Loaded<T> missing = Loaded.well(initial, LoadOutcome.MISSING, Revision.ABSENT);
        return Snapshot.unstored(missing, 0, Precaution.NONE);
    }

    /** What was edited by hand may be wrong: the last good generation stays. */
    private Snapshot<T> keepingLastGood(Snapshot<T> read) {
        return read.isEdited()
                ? newestGood(new ArrayList<>())
                        .map(good -> read.with(read.precaution().alsoPinning(good.revision())))
                        .orElse(read)
                : read;
    }

    /** What the generations give in the place of damaged revisions. */
    private Snapshot<T> recovered(List<Revision> current) {
        List<Revision> damaged = new ArrayList<>(current);
        Revision now = current.stream().findFirst().orElse(Revision.ABSENT);
        Optional<Snapshot<T>> good = newestGood(damaged);
        return good.map(it -> substitute(it, now, damaged)).orElseGet(() -> corrupt(now, damaged));
    }

    /** A good generation in the place of the current revision. */
    private Snapshot<T> substitute(Snapshot<T> good, Revision now, List<Revision> damaged) {
        long sequence = good.sequence() + Math.max(1, damaged.size());
        Precaution precaution = new Precaution(good.precaution().pin(), List.copyOf(damaged));
        Loaded<T> loaded = good.isFenced()
                ? good.loaded().at(now)
                : good.loaded().recovered(now, Problems.recovered().at(storage.location(name)));
        return Snapshot.unstored(loaded, sequence, precaution).with(good.newer());
    }

    private Snapshot<T> corrupt(Revision now, List<Revision> damaged) {
        Problem problem = Problems.corrupt().at(storage.location(name));
        Loaded<T> loaded = Loaded.ill(initial, LoadOutcome.CORRUPT, now, problem);
        return Snapshot.unstored(loaded, damaged.size(), Precaution.setAside(damaged));
    }

    /**
     * The newest generation that is not damaged.
     *
     * @param damaged takes the revisions that are
     */
    private Optional<Snapshot<T>> newestGood(List<Revision> damaged) {
        for (Generation generation : storage.history(name)) {
            Optional<Snapshot<T>> good = good(generation, damaged);
            if (good.isPresent()) {
                return good;
            }
        }
        return Optional.empty();
    }

    private Optional<Snapshot<T>> good(Generation generation, List<Revision> damaged) {
        Optional<Stored> stored;
        try {
            stored = storage.read(name, generation.revision());
        } catch (UnreadableException e) {
            damaged.add(damaged(e));
            return Optional.empty();
        }
        Optional<Snapshot<T>> good = stored.flatMap(examiner::examine);
        if (stored.isPresent() && good.isEmpty()) {
            damaged.add(generation.revision());
        }
        return good.map(it -> it.with(it.loaded().from(generation)));
    }
}
