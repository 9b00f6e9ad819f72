// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a document's memory and its storage in step. Memory shows what was acknowledged. All but {@link #known} and
 * {@link #forget} is called under the document's lock.
 */
final class Keeper<T> {

    private final Documents home;
    private final BlobName name;
    private final Schema<T> schema;
    private final Binder<T> binder;
    private final Loader<T> loader;
    private final Saver<T> saver;
    private volatile @Nullable Snapshot<T> known;

    /** Whether a write threw, so that what is stored may be newer than memory, and not durable. */
    private boolean inDoubt;

    Keeper(Documents home, BlobName name, Schema<T> schema) {
        Storage storage = home.storage();
        this.home = home;
        this.name = name;
        this.schema = schema;
        this.binder = new Binder<>(schema, home.codecs());
        Examiner<T> examiner = new Examiner<>(storage.location(name), schema, binder);
        this.loader = new Loader<>(storage, name, schema.initial(), examiner);
        this.saver = new Saver<>(storage, name, schema, home.clock());
    }

    /** What memory shows; null before the first load. */
    @Nullable
    Snapshot<T> known() {
        return known;
    }

    /** Shows nothing any more. */
    void forget() {
        known = null;
    }

    private Snapshot<T> publish(Snapshot<T> next) {
        known = next;
        if (home.isClosed()) {
            forget();
        }
        return next;
    }

    /** What a write begins with: memory, unless that may be out of date. */
    Snapshot<T> base() {
        Snapshot<T> shown = known;
        if (inDoubt) {
            return reread();
        }
        return shown == null || shown.isFenced() ? refreshed() : shown;
    }

    /** What a load gives. */
    Snapshot<T> latest() {
        return inDoubt ? resolved() : refreshed();
    }

    /** What is stored, read only if it is not what memory shows. */
    private Snapshot<T> refreshed() {
        Snapshot<T> shown = known;
        return shown == null || shown.outcome().isPassing() || hasChanged(shown) ? reread() : shown;
    }

    private boolean hasChanged(Snapshot<T> shown) {
        try {
            return !home.storage().revision(name).equals(shown.revision());
        } catch (HoldfastException e) {
            return true; // reading tells what is wrong
        }
    }

    /** What is stored, put in order. While a write is in doubt memory does not show it, unless it is fenced. */
    Snapshot<T> reread() {
        boolean doubtful = inDoubt;
        Snapshot<T> before = known;
        Optional<Snapshot<T>> settled = Optional.empty();
        while (settled.isEmpty()) {
            Snapshot<T> shown = known;
            settled = settled(loader.read(shown == null ? schema.initial() : shown.value()));
        }
        Snapshot<T> found = settled.get();
        if (before == null || !before.loaded().problem().equals(found.loaded().problem())) {
            Notices.loaded(found.loaded());
        }
        return doubtful && !found.isFenced() ? found : publish(found);
    }

    /** After the precaution, and stored again where the load calls for it; empty if what is stored changed meanwhile. */
    private Optional<Snapshot<T>> settled(Snapshot<T> found) {
        return found.isFenced()
                ? Optional.of(found)
                : attempted(found, saver::prepare).flatMap(this::storedAgain);
    }

    private Optional<Snapshot<T>> storedAgain(Snapshot<T> prepared) {
        boolean due =
                prepared.outcome().isStoredAgain() && prepared.precaution().isTaken();
        return due ? attempted(prepared, this::sameAgain) : Optional.of(prepared);
    }

    private Optional<Snapshot<T>> sameAgain(Snapshot<T> found) {
        Slice data = binder.encode(found.value(), schema.layout());
        return inDoubtUntilDone(() -> saver.replace(found, found.loaded(), data));
    }

    /** A step that a load can do without. */
    private Optional<Snapshot<T>> attempted(Snapshot<T> found, Function<Snapshot<T>, Optional<Snapshot<T>>> step) {
        try {
            return step.apply(found);
        } catch (HoldfastException e) {
            Notices.unsettled(Problems.unsettled(found.outcome(), e.problem())
                    .at(home.storage().location(name)));
            return Optional.of(found);
        }
    }

    /** A load while a write is in doubt: what is stored is stored once more, and shown when that is acknowledged. */
    private Snapshot<T> resolved() {
        Snapshot<T> shown = known;
        Snapshot<T> found = reread();
        if (shown != null && shown.revision().equals(found.revision())) {
            return shown;
        }
        if (!inDoubt || found.isFenced() || !found.revision().isPresent()) {
            return publish(found);
        }
        Optional<Snapshot<T>> stored = attempted(found, this::sameAgain);
        if (stored.isEmpty()) {
            return resolved();
        }
        return inDoubt && shown != null ? shown : publish(stored.get());
    }

    /** Stores a value in the place of a snapshot and shows it; empty if what is stored is not that any more. */
    Optional<Snapshot<T>> save(Snapshot<T> base, T next) {
        Slice data = binder.encode(next, schema.layout());
        boolean unchanged = !inDoubt && base.hasData(data);
        if (!unchanged) {
            binder.requireReadable(data);
        }
        return inDoubtUntilDone(() -> unchanged ? saver.confirm(base) : replaced(base, next, data))
                .map(this::publish);
    }

    private Optional<Snapshot<T>> replaced(Snapshot<T> base, T next, Slice data) {
        return saver.prepare(base)
                .flatMap(ready -> saver.replace(ready, Loaded.well(next, LoadOutcome.LOADED, ready.revision()), data));
    }

    /** Removes what is stored, if it still is the snapshot, and shows that. */
    Optional<Snapshot<T>> delete(Snapshot<T> base) {
        return inDoubtUntilDone(() -> saver.prepare(base).flatMap(saver::delete))
                .map(this::publish);
    }

    private Optional<Snapshot<T>> inDoubtUntilDone(Supplier<Optional<Snapshot<T>>> write) {
        boolean before = inDoubt;
        inDoubt = true;
        Optional<Snapshot<T>> done = write.get();
        inDoubt = before && done.isEmpty();
        return done;
    }

    /** Where the storage did not even say which revision is there, this asks again, so that it is kept. */
    Snapshot<T> located(Snapshot<T> base) {
        if (!base.outcome().isPassing() || base.revision().isPresent()) {
            return base;
        }
        Revision now = home.storage().revision(name);
        return base.with(base.loaded().at(now)).with(Precaution.pin(now));
    }
}
