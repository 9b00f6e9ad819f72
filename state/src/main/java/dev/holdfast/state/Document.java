// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.HoldfastException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A typed value kept under a name: loaded on first use, versioned, and never lost to what this code does not understand.
 *
 * <p>Memory holds the last acknowledged value: what a writing method has stored shows when it is durable, and not before.
 * After a write that threw it is open whether it happened; the next one reads again and stores afresh.
 *
 * <p>Where what is stored could not be read, the document is <em>fenced</em>: {@link #get} gives the initial value (the last
 * one that memory had, if the key or the medium failed later), nothing is written over what is there, and {@link #set},
 * {@link #update} and {@link #delete} throw {@link FencedException}. {@link #load} looks again; {@link #overwrite} lifts
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
    private final Keeper<T> keeper;
    private final ReentrantLock lock = new ReentrantLock(true);

    Document(Documents home, BlobName name, Schema<T> schema) {
        this.home = home;
        this.name = name;
        this.schema = schema;
        this.keeper = new Keeper<>(home, name, schema);
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
        Snapshot<T> known = keeper.known();
        return known != null ? known.value() : load().value();
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
        enter();
        try {
            return keeper.latest().loaded();
        } finally {
            lock.unlock();
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
            Snapshot<T> base = unfenced(keeper.base());
            while (true) {
                T next = present(function.apply(base.value()));
                Optional<Snapshot<T>> saved = keeper.save(base, next);
                if (saved.isPresent()) {
                    return saved.get().value();
                }
                base = unfenced(keeper.reread());
            }
        } finally {
            lock.unlock();
        }
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
        enter();
        try {
            T next = present(value);
            Optional<Snapshot<T>> saved = keeper.save(keeper.located(keeper.base()), next);
            while (saved.isEmpty()) {
                saved = keeper.save(keeper.located(keeper.reread()), next);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes the document with its generations, durably; {@link #get} gives the initial value then. What is in
     * quarantine stays.
     *
     * @throws FencedException if what is stored could not be read; nothing was removed
     */
    public void delete() {
        enter();
        try {
            Optional<Snapshot<T>> deleted = keeper.delete(unfenced(keeper.base()));
            while (deleted.isEmpty()) {
                deleted = keeper.delete(unfenced(keeper.reread()));
            }
        } finally {
            lock.unlock();
        }
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

    /** Drops what memory holds; called when the home is closed. */
    void forget() {
        keeper.forget();
    }

    private void enter() {
        home.requireOpen();
        if (lock.isHeldByCurrentThread()) {
            throw new HoldfastException(Problems.reentrant().at(location()));
        }
        lock.lock();
    }

    private T present(@Nullable T value) {
        if (value == null) {
            throw new HoldfastException(Problems.noValue().at(location()));
        }
        return value;
    }

    private Snapshot<T> unfenced(Snapshot<T> base) {
        if (base.isFenced()) {
            throw new FencedException(
                    base.outcome(),
                    Problems.fenced(base.outcome(), base.loaded().problem().orElseThrow()));
        }
        return base;
    }
}
