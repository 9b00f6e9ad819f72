// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The documents of one scope, one instance for each name. Safe for use by any number of threads. The storage belongs to
 * the caller, who closes it after the documents.
 */
public final class Documents implements AutoCloseable {

    private final Storage storage;
    private final Scope scope;
    private final CodecFactory codecs;
    private final Clock clock;
    private final Map<BlobName, Document<?>> documents = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private Documents(Storage storage, Scope scope, CodecFactory codecs, Clock clock) {
        this.storage = storage;
        this.scope = scope;
        this.codecs = codecs;
        this.clock = clock;
    }

    /**
     * The documents that a storage keeps in a scope. Nothing is read yet.
     *
     * @param codecs asked when a document without a codec of its own is first read or written
     * @param clock stamps what is saved
     */
    public static Documents over(Storage storage, Scope scope, CodecFactory codecs, Clock clock) {
        return new Documents(storage, scope, codecs, clock);
    }

    /**
     * The document of a schema, kept as the blob {@code name.json}.
     *
     * @throws dev.holdfast.storage.InvalidNameException if the name is too long or not well-formed Unicode
     * @throws HoldfastException HF-0230 if the schema lacks a step, HF-0232 if the document is in use with another type
     *     or version, HF-0233 if closed
     */
    public <T> Document<T> document(Schema<T> schema) {
        return document(scope.blob(schema.name() + ".json"), schema);
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

    Storage storage() {
        return storage;
    }

    CodecFactory codecs() {
        return codecs;
    }

    Clock clock() {
        return clock;
    }

    boolean isClosed() {
        return closed;
    }

    /** @throws HoldfastException HF-0233 once closed */
    void requireOpen() {
        if (closed) {
            throw new HoldfastException(Problems.closed().at(scope));
        }
    }

    /**
     * Ends the use of all these documents: they forget their values, and each call but {@code location} throws HF-0233. It
     * waits for nobody: a write under way ends as the storage lets it. Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        documents.values().forEach(Document::forget);
    }
}
