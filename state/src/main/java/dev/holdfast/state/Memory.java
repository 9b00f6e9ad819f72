// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.HoldfastException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a document shows: what was last acknowledged, with the changes that wait to be saved. Reading it waits for nobody;
 * who changes it holds a lock for as long as a change takes, never for a save.
 */
final class Memory<T> {

    private final ReentrantLock changing = new ReentrantLock();
    private final String location;
    private final Queue<HoldfastException> dropped = new ConcurrentLinkedQueue<>();
    private volatile @Nullable View<T> view;

    /** Whether changes are taken no more. */
    private boolean ended;

    /** Whether nothing is shown any more, either. */
    private boolean closed;

    /** @param location of the document, for problems */
    Memory(String location) {
        this.location = location;
    }

    /** Null before the first load, and after the end. */
    @Nullable
    View<T> view() {
        return view;
    }

    boolean hasUnsaved() {
        return last() != null;
    }

    /** Whether the current thread is inside a change. */
    boolean isChanging() {
        return changing.isHeldByCurrentThread();
    }

    /**
     * Makes a change that waits to be saved; one that gives back what it was given is none.
     *
     * @return what is shown then; null if nothing is loaded, or what is stored is fenced, and the change was not made
     * @throws HoldfastException HF-0233 if this has ended, or what the function throws; the change was not made
     */
    @Nullable
    View<T> change(UnaryOperator<T> function) {
        changing.lock();
        try {
            requireNotEnded();
            View<T> before = view;
            return before == null || before.isFenced() ? null : changed(before, function);
        } finally {
            changing.unlock();
        }
    }

    private void requireNotEnded() {
        if (ended) {
            throw new HoldfastException(Problems.closed().at(location));
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same value back is no change
    private View<T> changed(View<T> before, UnaryOperator<T> function) {
        T next = applied(function, before.value());
        requireNotEnded(); // by the function
        if (next == before.value()) {
            return before;
        }
        View<T> after = new View<>(before.stored(), next, new Change<>(before.unsaved(), function));
        view = after;
        return after;
    }

    private T applied(UnaryOperator<T> function, T value) {
        @Nullable T next = function.apply(value);
        if (next == null) {
            throw new HoldfastException(Problems.noValue().at(location));
        }
        return next;
    }

    /**
     * Shows what was found stored, with the unsaved changes made to it.
     *
     * @param contained the newest of them that it has already; null if it has none
     */
    View<T> publish(Snapshot<T> found, @Nullable Change<T> contained) {
        changing.lock();
        try {
            return show(found.isFenced() ? fenced(found) : replayed(found, contained, this::drop));
        } finally {
            changing.unlock();
        }
    }

    /** What {@link #publish} would show, for a save to begin with. */
    View<T> over(Snapshot<T> found, @Nullable Change<T> contained) {
        changing.lock();
        try {
            return new View<>(found, replayed(found, contained, ignored -> {}).value(), last());
        } finally {
            changing.unlock();
        }
    }

    /**
     * Shows what was saved, with the changes that have come since.
     *
     * @param base what the save began with: its unsaved changes are saved now, or overwritten
     */
    View<T> saved(View<T> base, Snapshot<T> stored) {
        changing.lock();
        try {
            View<T> now = view;
            return show(now == null ? new View<>(stored, stored.value(), null) : saved(base, stored, now));
        } finally {
            changing.unlock();
        }
    }

    private View<T> saved(View<T> base, Snapshot<T> stored, View<T> now) {
        if (!isMadeOf(base, stored, now)) {
            return replayed(stored, base.unsaved(), this::drop);
        }
        Change<T> later = null;
        for (UnaryOperator<T> function : Change.between(base.unsaved(), now.unsaved())) {
            later = new Change<>(later, function);
        }
        return new View<>(stored, now.value(), later);
    }

    /** Whether the changes since were made to the very value that was saved, and so need not be made again. */
    @SuppressWarnings("ReferenceEquality") // equal ones would do as well, and take time to compare
    private static <T> boolean isMadeOf(View<T> base, Snapshot<T> stored, View<T> now) {
        return now.stored() == base.stored() && stored.value() == base.value();
    }

    /** What is fenced has the value that was shown. */
    private View<T> fenced(Snapshot<T> found) {
        return new View<>(found, found.value(), last());
    }

    private @Nullable Change<T> last() {
        View<T> now = view;
        return now == null ? null : now.unsaved();
    }

    private View<T> replayed(Snapshot<T> stored, @Nullable Change<T> contained, Consumer<Throwable> dropped) {
        T value = stored.value();
        Change<T> made = null;
        for (UnaryOperator<T> function : Change.between(contained, last())) {
            try {
                value = applied(function, value);
                made = new Change<>(made, function);
            } catch (Exception
                    | Error e) { // whatever a function throws: else nothing could be loaded or saved any more
                dropped.accept(e);
            }
        }
        return new View<>(stored, value, made);
    }

    private void drop(Throwable thrown) {
        dropped.add(new HoldfastException(Problems.dropped(thrown).at(location)));
    }

    /** The next change that could not be made again, and so is gone; null if there is none. */
    @Nullable
    HoldfastException nextDropped() {
        return dropped.poll();
    }

    private View<T> show(View<T> next) {
        view = closed ? null : next;
        return next;
    }

    /** Takes no change any more; what is unsaved can still be saved. */
    void end() {
        changing.lock();
        try {
            ended = true;
        } finally {
            changing.unlock();
        }
    }

    /** As {@link #end}, unless a change goes on for longer than that: it may never end. */
    boolean tryEnd(long nanos) throws InterruptedException {
        if (!changing.tryLock(nanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            end();
        } finally {
            changing.unlock();
        }
        return true;
    }

    /** Shows nothing until the next load, and nothing at all after the end; lets go of what is unsaved. */
    void forget() {
        changing.lock();
        try {
            closed = ended;
            view = null;
        } finally {
            changing.unlock();
        }
    }
}
