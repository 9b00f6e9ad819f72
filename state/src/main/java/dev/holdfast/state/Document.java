// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Watch;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A typed value kept under a name: loaded on first use, versioned, and never lost to what this code does not understand.
 *
 * <p>Memory holds the last acknowledged value: what a writing method has stored shows when it is durable, and not before.
 * After a write that threw it is open whether it happened; the next one reads again and stores afresh. What
 * {@link #updateLater} changes shows at once.
 *
 * <p>Where what is stored could not be read, the document is <em>fenced</em>: {@link #get} gives the last value
 * that memory had, or else the initial one, nothing is written over what is there, and {@link #set},
 * {@link #update}, {@link #updateLater} and {@link #delete} throw {@link FencedException}. {@link #load} looks again; {@link #overwrite} lifts
 * the fence on purpose.
 *
 * <p>Safe for use by any number of threads, in any number of processes where the storage is. Writers of one process take
 * turns in the order they came; a reader waits for nobody once the value is loaded. An interrupt is never lost and loses
 * nothing. There is one instance for a name and home; it is not closed, the home is, and then every method but
 * {@link #location} throws HoldfastException HF-0233.
 *
 * <p>Writing methods throw what the storage throws: {@link dev.holdfast.storage.StorageException} tells whether the old
 * value is certain to be in place, {@link dev.holdfast.storage.BusyException} and
 * {@link dev.holdfast.storage.ScopeGoneException} that nothing was written.
 *
 * @param <T> an immutable type
 */
public final class Document<T> {

    private final Documents home;
    private final BlobName name;
    private final Schema<T> schema;
    private final Memory<T> memory;
    private final Keeper<T> keeper;
    private final Turns turns;
    private final DelayedSave<T> later;
    private final Observers<T> observers;

    Document(Documents home, BlobName name, Schema<T> schema) {
        this.home = home;
        this.name = name;
        this.schema = schema;
        this.memory = new Memory<>(location());
        this.keeper = new Keeper<>(home, name, schema, memory);
        this.observers = new Observers<>(memory, home.watch(), this::load);
        this.turns = new Turns(this::look, this::tell);
        this.later = new DelayedSave<>(this, home.autosave(), memory, keeper, turns);
    }

    /** This document under a schema of the same type. */
    @SuppressWarnings("unchecked") // the types were just compared
    <U> Document<U> as(Schema<U> other) {
        if (!schema.isSameAs(other)) {
            throw new HoldfastException(Problems.otherSchema().at(location()));
        }
        return (Document<U>) this;
    }

    /**
     * The value: a memory read after the first call, which loads. How it came, and what other processes have stored
     * since, tells {@link #load}.
     */
    public T get() {
        View<T> view = memory.view();
        return view != null ? view.value() : load().value();
    }

    /**
     * The value and how it came. What is stored is read again if it has changed, also by other processes, or could not be
     * read before. The same revision keeps its outcome: what was recovered shows as recovered until the next change.
     *
     * <p>A load also puts things in order: a migrated or recovered value is stored, damaged bytes go to quarantine. Where
     * that fails the value is given all the same, a warning logged, and the next write tries again before it replaces
     * anything. An earlier save that threw is stored afresh first.
     *
     * @throws HoldfastException HF-0233 if closed, HF-0236 or HF-0237 if there is not exactly one codec; a storage that
     *     fails is an outcome and not an exception
     */
    public Loaded<T> load() {
        return loaded().loaded();
    }

    private View<T> loaded() {
        enter();
        try {
            return keeper.latest();
        } finally {
            turns.leave();
        }
    }

    /**
     * Replaces the value by what the function makes of the latest one, atomically across threads and processes. When it
     * returns, the new value survives a power cut. A function that changes nothing writes nothing.
     *
     * @param function pure; runs again when another process was faster. It must neither write nor load this document, nor
     *     wait for a thread that does.
     * @return the new value
     * @throws X what the function throws; nothing was written
     * @throws FencedException if what is stored could not be read; nothing was written
     * @throws CodecException if the value cannot be written, or not be read again; nothing was written
     */
    public <X extends Exception> T update(DocumentFunction<T, X> function) throws X {
        enter();
        try {
            View<T> base = keeper.base().unfenced();
            while (true) {
                T next = present(function.apply(base.value()));
                if (keeper.save(base, next).isPresent()) {
                    return next;
                }
                base = keeper.reread().unfenced();
            }
        } finally {
            turns.leave();
        }
    }

    /**
     * Replaces the value in memory, where it shows at once, and saves it soon: within the delay that the home was opened
     * with, {@link Autosave#DELAY} unless said otherwise, together with all that changed meanwhile. The caller waits for
     * no I/O, but for the first load. What waits is saved by {@link #flush}, by every other writing method, when the home
     * or account is closed, and when the JVM ends, for as long as that waits; a JVM that is killed, or a power cut, takes
     * the changes of at most that delay.
     *
     * <p>Where another process was faster, the changes that wait are made again to what it stored. A save that fails is
     * tried again, and reported to the listener that the home was opened with; flush and close throw.
     *
     * @param function pure and quick; runs again where another process was faster, and is given up, which is reported,
     *     if it throws then. It must not use this document.
     * @return the new value
     * @throws FencedException if what is stored could not be read; nothing was changed
     * @throws HoldfastException HF-0235 if the function returns null; like whatever else the function throws, nothing was
     *     changed then. What {@link #flush} throws, if the JVM is ending or a million changes wait, so that this one has
     *     to be saved at once: the change waits
     */
    public T updateLater(UnaryOperator<T> function) {
        requireFree();
        View<T> changed = memory.change(function);
        while (changed == null) {
            loaded().unfenced();
            changed = memory.change(function);
        }
        later.request(changed);
        tell();
        return changed.value();
    }

    /**
     * Stores a value, whatever the latest one is. When it returns, the value survives a power cut.
     *
     * @throws FencedException if what is stored could not be read; nothing was written
     * @throws CodecException if the value cannot be written, or not be read again; nothing was written
     */
    public void set(T value) {
        update(latest -> value);
    }

    /**
     * Stores a value also where a fence stands, and so lifts it. What was fenced is kept for good as a generation first,
     * and what is damaged in quarantine. Where the key is not to be had the storage refuses.
     *
     * @throws CodecException if the value cannot be written, or not be read again; nothing was written
     */
    public void overwrite(T value) {
        T next = present(value);
        write(base -> keeper.save(keeper.located(base), next));
    }

    /** Writes, until no other writer is faster. */
    private void write(Function<View<T>, Optional<View<T>>> attempt) {
        enter();
        try {
            Optional<View<T>> written = attempt.apply(keeper.base());
            while (written.isEmpty()) {
                written = attempt.apply(keeper.reread());
            }
        } finally {
            turns.leave();
        }
    }

    /**
     * Removes the document with its generations, durably; {@link #get} gives the initial value then. What is in
     * quarantine stays.
     *
     * @throws FencedException if what is stored could not be read; nothing was removed
     */
    public void delete() {
        write(base -> keeper.delete(base.unfenced()));
    }

    /**
     * Saves what {@link #updateLater} left waiting. When it returns, that survives a power cut.
     *
     * @throws FencedException if what is stored cannot be read any more; the changes wait
     * @throws CodecException if the value cannot be written, or not be read again; the changes wait
     * @throws HoldfastException HF-0240 if a change was given up since the last flush; all others are saved
     */
    public void flush() {
        enter();
        try {
            keeper.saveUnsaved();
        } finally {
            turns.leave();
        }
        later.throwDropped();
    }

    /**
     * {@link #load} on the home's executor.
     *
     * @return fails with what a load throws
     * @throws HoldfastException HF-0242 if the home was opened without an executor
     */
    public CompletableFuture<Loaded<T>> loadAsync() {
        return onExecutor(this::load);
    }

    /**
     * {@link #update} on the home's executor. Calls may overtake each other, as the executor has it.
     *
     * @return fails with what an update throws; cancelling it does not take the update back
     * @throws HoldfastException HF-0242 if the home was opened without an executor
     */
    public CompletableFuture<T> updateAsync(DocumentFunction<T, ?> function) {
        return onExecutor(() -> update(function));
    }

    private <R> CompletableFuture<R> onExecutor(Callable<R> work) {
        Executor executor = home.executor()
                .orElseThrow(() -> new HoldfastException(Problems.noExecutor().at(location())));
        CompletableFuture<R> result = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) { // whoever holds the future is told
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /**
     * Tells of changes from now on: this process's, once they show in {@link #get}, and those of other processes, of
     * edits by hand as well. Before that it loads. What is told is the value of the moment when the executor gets to it:
     * values come in order, one at a time, equal ones once; some in between may be left out, the last one never is.
     *
     * <p>While a document of this home or account is observed, its storage is watched, which may take a thread of the
     * storage's.
     *
     * @param executor where the observer runs, such as {@code SwingUtilities::invokeLater}. One that runs tasks at once
     *     has the observer called on whatever thread made the change or found it. One that refuses a task ends the
     *     observation, which is logged.
     * @param observer may use the document; what it throws is logged
     * @return to be closed when no more is to be told; closing the home does that, too
     * @throws HoldfastException what {@link #load} throws, or the storage where it cannot be watched
     */
    public Watch onChange(Executor executor, Consumer<? super T> observer) {
        return observers.observe(executor, observer);
    }

    /**
     * The changes as {@link #onChange} tells them, as fast as each subscriber asks for them: who is slow gets the latest
     * value when he asks again. It ends when the home or account is closed. Subscribers are called on the executor that
     * the home was opened with, or else on the common pool.
     */
    public Flow.Publisher<T> changes() {
        Executor executor = home.executor().orElseGet(ForkJoinPool::commonPool);
        return subscriber -> observers.subscribe(executor, subscriber);
    }

    /** The generations that are kept of it: earlier contents, to look at, compare, restore. Reads nothing yet. */
    public History<T> history() {
        return new History<>(this, home.storage(), name);
    }

    /** What a generation has. */
    Snapshot<T> generation(Generation generation) {
        requireOpen();
        return keeper.generation(generation);
    }

    /** @throws HoldfastException HF-0233 once closed */
    void requireOpen() {
        home.requireOpen();
    }

    /**
     * Stores what a generation has, in the form that it has there.
     *
     * @param keep the generation for good; called when it is certain that this may write
     */
    void restore(Snapshot<T> generation, Runnable keep) {
        write(base -> {
            base.unfenced();
            keep.run();
            return keeper.restore(base, generation);
        });
    }

    /** Where it is kept, in words for a person. Nothing need be there. */
    public String location() {
        return home.storage().location(name);
    }

    /** The name of its schema, never its value. */
    @Override
    public String toString() {
        return "Document[" + schema.name() + "]";
    }

    /** Saves what waits, and forgets all. Where nothing waits, whoever is at the storage is not waited for. */
    void close() {
        memory.end();
        try {
            if (memory.hasUnsaved()) {
                keeper.saveUnsaved();
            }
            later.throwDropped();
        } finally {
            observers.complete();
            discard();
        }
    }

    /** Forgets all, and saves nothing. */
    void discard() {
        memory.end();
        memory.forget();
        observers.complete();
        later.end();
    }

    /** Somebody may have stored something. */
    void hint() {
        if (!observers.isEmpty()) {
            turns.hint();
        }
    }

    private void look() {
        try {
            keeper.look();
        } catch (RuntimeException e) {
            Notices.look(e);
        }
    }

    private void tell() {
        later.settle();
        later.reportDropped();
        observers.signal();
    }

    private void enter() {
        requireFree();
        turns.enter();
    }

    /** Neither closed nor in the middle of a change by the same thread. */
    private void requireFree() {
        home.requireOpen();
        if (turns.isMine() || memory.isChanging()) {
            throw new HoldfastException(Problems.reentrant().at(location()));
        }
    }

    private T present(@Nullable T value) {
        if (value == null) {
            throw new HoldfastException(Problems.noValue().at(location()));
        }
        return value;
    }
}
