// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a document's memory and its storage in step. Memory shows what was acknowledged, and the changes that wait to be
 * saved.
 *
 * <p>Each method is one step with the storage, and steps take turns. No step waits for a function of the user's that
 * writes; the changes that wait are made again where a step found another value stored.
 */
final class Keeper<T> {

    private final ReentrantLock step = new ReentrantLock();
    private final Documents home;
    private final BlobName name;
    private final Schema<T> schema;
    private final Memory<T> memory;
    private final Binder<T> binder;
    private final Loader<T> loader;
    private final Saver<T> saver;
    private final Attempts<T> attempts;

    /** Whether a write threw, so that what is stored may be newer than memory, and not durable. */
    private boolean inDoubt;

    Keeper(Documents home, BlobName name, Schema<T> schema, Memory<T> memory) {
        Storage storage = home.storage();
        this.home = home;
        this.name = name;
        this.schema = schema;
        this.memory = memory;
        this.binder = new Binder<>(schema, home.codecs());
        Examiner<T> examiner = new Examiner<>(storage.location(name), schema, binder);
        this.loader = new Loader<>(storage, name, schema.initial(), examiner);
        this.saver = new Saver<>(storage, name, schema, home.clock());
        this.attempts = new Attempts<>(storage, name);
    }

    private <R> R alone(Supplier<R> work) {
        step.lock();
        try {
            return work.get();
        } finally {
            step.unlock();
        }
    }

    /** What a write begins with: memory, unless that may be out of date. */
    View<T> base() {
        return alone(() -> {
            View<T> shown = memory.view();
            if (inDoubt) {
                return found();
            }
            return shown == null || shown.isFenced() ? refreshed() : shown;
        });
    }

    /** What a write begins with after another was faster. */
    View<T> reread() {
        return alone(this::found);
    }

    /** What a load gives. */
    View<T> latest() {
        return alone(() -> inDoubt ? resolved() : refreshed());
    }

    /**
     * Shows what somebody else has stored. Looking repairs nothing: damage may be a file that an editor is writing, and a
     * fence is for whoever loads or writes.
     */
    void look() {
        step.lock();
        try {
            View<T> shown = memory.view();
            if (shown != null && hasChanged(shown)) {
                show(loader.read(shown.value()));
            }
        } finally {
            step.unlock();
        }
    }

    private void show(Snapshot<T> read) {
        boolean needsRepair = read.isFenced() || read.outcome().isDamaged();
        if (!needsRepair && inDoubt) {
            resolved();
        } else if (!needsRepair) {
            publish(read);
        }
    }

    /** What is fenced tells nothing of the attempts. */
    private View<T> publish(Snapshot<T> next) {
        if (next.isFenced()) {
            return memory.publish(next, null);
        }
        View<T> shown = memory.publish(next, attempts.stored());
        attempts.clear();
        return shown;
    }

    /** What is stored, read only if it is not what memory shows. */
    private View<T> refreshed() {
        View<T> shown = memory.view();
        return shown == null || shown.stored().outcome().isPassing() || hasChanged(shown) ? found() : shown;
    }

    private boolean hasChanged(View<T> shown) {
        try {
            return !home.storage().revision(name).equals(shown.stored().revision());
        } catch (HoldfastException e) {
            return true; // reading tells what is wrong
        }
    }

    /** What is stored, put in order. While a write is in doubt memory does not show it, unless it is fenced. */
    private View<T> found() {
        boolean doubtful = inDoubt;
        Snapshot<T> found = settled();
        return doubtful && !found.isFenced() ? memory.over(found, attempts.stored()) : publish(found);
    }

    private Snapshot<T> settled() {
        View<T> before = memory.view();
        Optional<Snapshot<T>> settled = Optional.empty();
        while (settled.isEmpty()) {
            View<T> shown = memory.view();
            settled = settled(loader.read(shown == null ? schema.initial() : shown.value()));
        }
        Loaded<T> found = settled.get().loaded();
        if (before == null || !before.stored().loaded().problem().equals(found.problem())) {
            Notices.loaded(found);
        }
        return settled.get();
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
        Slice encoded = binder.encode(found.value(), schema.layout());
        return inDoubtUntilDone(null, () -> saver.replace(found, found.loaded(), encoded));
    }

    /** A step that a load can do without. */
    private Optional<Snapshot<T>> attempted(Snapshot<T> found, Function<Snapshot<T>, Optional<Snapshot<T>>> work) {
        try {
            return work.apply(found);
        } catch (HoldfastException e) {
            Notices.unsettled(Problems.unsettled(found.outcome(), e.problem())
                    .at(home.storage().location(name)));
            return Optional.of(found);
        }
    }

    /** A load while a write is in doubt: what is stored is stored once more, and shown when that is acknowledged. */
    private View<T> resolved() {
        View<T> shown = memory.view();
        Snapshot<T> found = settled();
        if (shown != null && shown.stored().revision().equals(found.revision())) {
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

    /** Stores a value in the place of what a view has stored, and shows it; empty if another writer was faster. */
    Optional<View<T>> save(View<T> base, T next) {
        return alone(() -> {
            Slice encoded = binder.encode(next, schema.layout());
            boolean unchanged = !inDoubt && base.stored().hasData(encoded);
            if (!unchanged) {
                binder.requireReadable(encoded);
            }
            return written(base, stored -> unchanged ? saver.confirm(stored) : replaced(stored, next, encoded));
        });
    }

    private Optional<Snapshot<T>> replaced(Snapshot<T> base, T next, Slice encoded) {
        return saver.prepare(base)
                .flatMap(ready ->
                        saver.replace(ready, Loaded.well(next, ready.outcomeWhenSaved(), ready.revision()), encoded));
    }

    /** Saves what waits, and then what a generation has; changes made meanwhile are made to that. */
    Optional<View<T>> restore(View<T> base, Snapshot<T> generation) {
        Optional<View<T>> saved = base.hasUnsaved() ? save(base, base.value()) : Optional.of(base);
        return saved.flatMap(view -> save(view.inFormOf(generation), generation.value()));
    }

    /**
     * What a generation has.
     *
     * @throws HoldfastException HF-0255 if it is not kept any more, HF-0256 if it is damaged
     */
    Snapshot<T> generation(Generation generation) {
        return alone(() -> loader.generation(generation));
    }

    /** Removes what is stored, if it still is what the view has, and shows that. */
    Optional<View<T>> delete(View<T> base) {
        return alone(() -> written(base, stored -> saver.prepare(stored).flatMap(saver::delete)));
    }

    private Optional<View<T>> written(View<T> base, Function<Snapshot<T>, Optional<Snapshot<T>>> write) {
        Optional<View<T>> shown = inDoubtUntilDone(base.unsaved(), () -> write.apply(base.stored()))
                .map(stored -> memory.saved(base, stored));
        shown.ifPresent(any -> attempts.clear());
        return shown;
    }

    /** @param unsaved the newest change that the write contains */
    private Optional<Snapshot<T>> inDoubtUntilDone(@Nullable Change<T> unsaved, Supplier<Optional<Snapshot<T>>> write) {
        boolean before = inDoubt;
        inDoubt = true;
        try {
            Optional<Snapshot<T>> done = write.get();
            inDoubt = before && done.isEmpty();
            return done;
        } finally {
            saver.takeUnanswered().ifPresent(bytes -> attempts.add(bytes, unsaved));
        }
    }

    /** Saves the changes that wait; does nothing if none does. */
    void saveUnsaved() {
        step.lock();
        try {
            if (memory.hasUnsaved()) {
                saveUnsaved(base().unfenced());
            }
        } finally {
            step.unlock();
        }
    }

    private void saveUnsaved(View<T> from) {
        View<T> base = from;
        while (base.hasUnsaved() && save(base, base.value()).isEmpty()) {
            base = found().unfenced();
        }
    }

    /**
     * As {@link #saveUnsaved()}, where another step may never end.
     *
     * @return whether the changes are saved; false if another step goes on for longer than that
     */
    boolean saveUnsaved(long nanos) throws InterruptedException {
        if (!step.tryLock(nanos, TimeUnit.NANOSECONDS)) {
            return !memory.hasUnsaved();
        }
        try {
            saveUnsaved();
            return true;
        } finally {
            step.unlock();
        }
    }

    /** Where the storage did not even say which revision is there, this asks again, so that it is kept. */
    View<T> located(View<T> base) {
        Snapshot<T> stored = base.stored();
        if (!stored.outcome().isPassing() || stored.revision().isPresent()) {
            return base;
        }
        Revision now = home.storage().revision(name);
        return base.with(stored.with(stored.loaded().at(now)).with(Precaution.pin(now)));
    }
}
