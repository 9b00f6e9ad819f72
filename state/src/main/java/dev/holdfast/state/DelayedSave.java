// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.ScopeGoneException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Saves the unsaved changes of one document a while after the first of them, and again until it succeeds. The document's
 * other writers save them, too.
 */
final class DelayedSave<T> implements Runnable {

    /** However often it failed: the disk may have room again. */
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    /** Beyond so many, who makes a change waits for a save, and hears if it fails: each is a function in memory. */
    private static final int MOST_UNSAVED = 1 << 20;

    private static final Duration SHORTEST_RETRY = Duration.ofMillis(100);

    private final Document<T> document;
    private final Autosave autosave;
    private final Memory<T> memory;
    private final Keeper<T> keeper;
    private final Turns turns;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicReference<@Nullable HoldfastException> untold = new AtomicReference<>();

    /** What to wait for after a save that failed; null if none has. */
    private volatile @Nullable Duration retry;

    DelayedSave(Document<T> document, Autosave autosave, Memory<T> memory, Keeper<T> keeper, Turns turns) {
        this.document = document;
        this.autosave = autosave;
        this.memory = memory;
        this.keeper = keeper;
        this.turns = turns;
    }

    boolean isScheduled() {
        return scheduled.get();
    }

    /** A change was made. */
    void request(View<T> changed) {
        Change<T> unsaved = changed.unsaved();
        if (unsaved != null) {
            request();
            if (unsaved.count() >= MOST_UNSAVED) {
                keeper.saveUnsaved();
            }
        }
    }

    /** Where there is no later any more, now. */
    private void request() {
        if (scheduled.get() || !scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            autosave.schedule(this, untilNext());
        } catch (RuntimeException | Error e) { // whatever a scheduler throws
            scheduled.set(false);
            keeper.saveUnsaved();
            autosave.remove(this);
        }
    }

    private Duration untilNext() {
        Duration later = retry;
        return later == null ? autosave.firstWait() : later;
    }

    @Override
    public void run() {
        scheduled.set(false);
        try {
            if (turns.tryEnter()) {
                saveInTurn().ifPresent(this::report);
            }
        } finally {
            again();
        }
    }

    /** Whoever has the turn saves what waits, or leaves it waiting. */
    private void again() {
        if (memory.hasUnsaved()) {
            request();
        } else {
            autosave.remove(this);
        }
    }

    private Optional<SaveFailure> saveInTurn() {
        try {
            return save();
        } finally {
            turns.leave();
        }
    }

    private Optional<SaveFailure> save() {
        try {
            keeper.saveUnsaved();
            return Optional.empty();
        } catch (ScopeGoneException e) {
            memory.forget();
            return Optional.of(new SaveFailure(document, e, Optional.empty()));
        } catch (HoldfastException e) {
            return Optional.of(failed(e));
        } catch (RuntimeException | Error e) {
            return Optional.of(failed(new HoldfastException(Problems.threw(e).at(document.location()))));
        }
    }

    private SaveFailure failed(HoldfastException cause) {
        Duration next = longer(untilNext());
        retry = next;
        return new SaveFailure(document, cause, Optional.of(next));
    }

    private static Duration longer(Duration last) {
        if (last.compareTo(LONGEST_RETRY) >= 0) {
            return LONGEST_RETRY;
        }
        Duration doubled = last.multipliedBy(2);
        Duration atLeast = doubled.compareTo(SHORTEST_RETRY) < 0 ? SHORTEST_RETRY : doubled;
        return atLeast.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : atLeast;
    }

    /** With no lock held: the listener may use the document. */
    private void report(SaveFailure failure) {
        Notices.unsaved(failure);
        try {
            autosave.onFailure().accept(failure);
        } catch (RuntimeException | Error e) { // the change was made
            Notices.listener(e);
        }
    }

    /** Tells of the changes that were given up. With no lock held. */
    void reportDropped() {
        HoldfastException dropped = memory.nextDropped();
        while (dropped != null) {
            untold.set(Problems.first(untold.get(), dropped));
            report(new SaveFailure(document, dropped, Optional.empty()));
            dropped = memory.nextDropped();
        }
    }

    /** @throws HoldfastException HF-0240 if a change was given up since this was last asked */
    void throwDropped() {
        reportDropped();
        HoldfastException dropped = untold.getAndSet(null);
        if (dropped != null) {
            throw dropped;
        }
    }

    /** Somebody else may have saved what could not be saved before: the next change waits no longer than any. */
    void settle() {
        if (retry != null && !memory.hasUnsaved()) {
            retry = null;
            scheduled.set(false);
            again();
        }
    }

    /** Nothing is left to do. */
    void end() {
        scheduled.set(false);
        autosave.remove(this);
    }

    /** Saves what waits if nobody holds it, and takes no change any more. */
    boolean saveAtExit() {
        return saveAtExit(Duration.ZERO);
    }

    /**
     * As {@link #saveAtExit()}, waiting so long for who holds it, and then for nobody.
     *
     * @return whether it is done with, for better or worse
     */
    boolean saveAtExit(Duration atMost) {
        try {
            boolean free = memory.tryEnd(atMost.toNanos() / 4);
            return (free || !atMost.isZero()) && keeper.saveUnsaved(atMost.toNanos() / 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (RuntimeException | Error e) { // others wait to be saved
            Notices.exit(e);
            return true;
        }
    }
}
