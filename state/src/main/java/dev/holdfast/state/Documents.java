// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The documents of one scope, one instance for each name. Safe for use by any number of threads. The storage belongs to
 * the caller, who closes it after the documents.
 */
public final class Documents implements AutoCloseable {

    private final Storage storage;
    private final Scope scope;
    private final CodecFactory codecs;
    private final Clock clock;
    private final Autosave autosave;
    private final Optional<Executor> executor;
    private final ScopeWatch watch;
    private final Map<BlobName, Document<?>> documents = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile boolean discarded;

    private Documents(
            Storage storage,
            Scope scope,
            CodecFactory codecs,
            Clock clock,
            Autosave autosave,
            Optional<Executor> executor) {
        this.storage = storage;
        this.scope = scope;
        this.codecs = codecs;
        this.clock = clock;
        this.autosave = autosave;
        this.executor = executor;
        this.watch = new ScopeWatch(hint -> storage.watch(scope, hint), this::hint);
    }

    /**
     * The documents that a storage keeps in a scope. Nothing is read yet.
     *
     * @param codecs asked when a document without a codec of its own is first read or written
     * @param clock stamps what is saved
     */
    public static Documents over(Storage storage, Scope scope, CodecFactory codecs, Clock clock) {
        Autosave autosave = Autosave.after(Autosave.DELAY, failure -> {});
        return new Documents(storage, scope, codecs, clock, autosave, Optional.empty());
    }

    /** These documents, none of them taken yet, saved in the background by something else than a thread of their own. */
    public Documents autosave(Autosave other) {
        return new Documents(storage, scope, codecs, clock, other, executor);
    }

    /** These documents, none of them taken yet, with an executor for asynchronous calls and {@link Document#changes}. */
    public Documents executor(Executor other) {
        return new Documents(storage, scope, codecs, clock, autosave, Optional.of(other));
    }

    /**
     * The document of a schema, kept as the blob {@code name.json}.
     *
     * @throws dev.holdfast.storage.InvalidNameException if the name is too long or not well-formed Unicode
     * @throws HoldfastException HF-0230 if the schema lacks a step, HF-0232 if the document is in use with another type
     *     or version, HF-0233 if closed
     */
    public <T> Document<T> document(Schema<T> schema) {
        return document(schema.in(scope), schema);
    }

    /**
     * The document of a schema, kept as a blob of another name than the schema's.
     *
     * @throws HoldfastException as above
     */
    public <T> Document<T> document(BlobName name, Schema<T> schema) {
        requireOpen();
        schema.validate();
        Document<?> document = documents.computeIfAbsent(name, it -> new Document<>(this, it, schema));
        return document.as(schema);
    }

    /**
     * What a load of this schema's document would come to, as {@link Rehearsal} tells it. The document may be in use: it is
     * read anew, beside it.
     *
     * @throws HoldfastException HF-0230 if the schema lacks a step, HF-0233 if closed
     */
    public Rehearsed rehearse(Schema<?> schema) {
        requireOpen();
        return Rehearsal.of(schema).codecs(codecs).run(storage, schema.in(scope));
    }

    /**
     * The document of a schema, which takes over a file that the app kept before: any JSON of the schema's data, bare or in an
     * envelope of {@code version} and {@code data}. To be called at every start.
     *
     * <p>The file is read strictly, migrated, stored durably, read back from the storage, and only then set aside: renamed to
     * {@code file.adopted} beside itself, or {@code file.adopted-2} where there is such a file, its bytes as they are. Cut
     * off anywhere, the next call does the rest; where there is no file, this is {@link #document(Schema)}. Two processes
     * take turns, and the second finds it done. What is written to the file meanwhile is taken over, too, but by a program
     * that still has the file open after this returns, into the file that was set aside.
     *
     * <p>A document that is there already is kept: the file is only set aside, if the document or one of its generations is
     * what this file gives. Where setting it aside fails a warning is logged, and the next call tries again.
     *
     * @param file a plain file of its own: neither a link nor a file of several names
     * @param assumedVersion the version of bare data, 1 up to the schema's
     * @throws HoldfastException HF-0265 if there is no such version, HF-0266 to HF-0268 if the file is none that can be taken
     *     over, HF-0269 if the document holds something else, HF-0273 if what was stored does not come back, HF-0274 (a
     *     {@link dev.holdfast.storage.BusyException}) if another process is at it for too long; the file is then in its
     *     place, and the document as it was (with HF-0273 it may hold what was stored). HF-0270 if the file never stands
     *     still. And as {@link #document(Schema)} says.
     * @throws FencedException if the document could not be read; both are as they were
     */
    public <T> Document<T> adopt(Schema<T> schema, Path file, int assumedVersion) {
        return new Adoption<>(this, schema.in(scope), schema, new OldFile(file), assumedVersion).run();
    }

    Storage storage() {
        return storage;
    }

    CodecFactory codecs() {
        return codecs;
    }

    Clock clock() {
        return clock;
    }

    Autosave autosave() {
        return autosave;
    }

    Optional<Executor> executor() {
        return executor;
    }

    ScopeWatch watch() {
        return watch;
    }

    private void hint(BlobName name) {
        Document<?> document = documents.get(name);
        if (document != null) {
            document.hint();
        }
    }

    /** @throws HoldfastException HF-0233 once closed, {@link ScopeGoneException} once discarded */
    void requireOpen() {
        if (discarded) {
            throw new ScopeGoneException(scope);
        }
        if (closed) {
            throw new HoldfastException(Problems.closed().at(scope));
        }
    }

    /**
     * Saves all changes that wait. When it returns, they survive a power cut.
     *
     * @throws HoldfastException what {@link Document#flush} throws, the first of several; the others are saved all the same
     */
    public void flush() {
        requireOpen();
        each(Document::flush);
    }

    /**
     * Saves what waits and ends the use of all these documents: they forget their values, and each call but
     * {@code location} throws HF-0233. It waits for no function of the user's: a write under way ends as the storage lets
     * it. Idempotent.
     *
     * @throws HoldfastException what {@link Document#flush} throws, the first of several; the documents are closed, and
     *     the changes that could not be saved are lost
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            each(Document::close);
        }
    }

    /**
     * As {@link #close()} without saving anything: for documents that are about to be destroyed, or have been. Each call
     * but {@code location} throws {@link ScopeGoneException} then. Idempotent.
     */
    public void discard() {
        discarded = true;
        closed = true;
        each(Document::discard);
    }

    private void each(Consumer<Document<?>> action) {
        Throwable failure = null;
        for (Document<?> document : documents.values()) {
            try {
                action.accept(document);
            } catch (RuntimeException | Error e) { // whatever a codec throws, the others are waiting
                failure = Problems.first(failure, e);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
    }
}
