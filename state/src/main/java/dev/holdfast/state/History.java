// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.util.List;

/**
 * What a document was before. Each save leaves the content before it as a generation; the storage keeps a few of them, and
 * for good those that are pinned. Asked anew at each call. Safe for use by any number of threads.
 *
 * <p>Its methods throw what the storage throws, HoldfastException HF-0255 if a generation is not kept any more, HF-0256 if
 * it is damaged, and HF-0233 once the home or account is closed.
 *
 * @param <T> the document's type
 */
public final class History<T> {

    private final Document<T> document;
    private final Storage storage;
    private final BlobName name;

    History(Document<T> document, Storage storage, BlobName name) {
        this.document = document;
        this.storage = storage;
        this.name = name;
    }

    /** The generations, newest first, without what is current. */
    public List<Generation> list() {
        document.requireOpen();
        return storage.history(name);
    }

    /**
     * The value that a generation has, migrated if an older version wrote it. Nothing is written. Where it cannot be read
     * as a value the outcome says why, and the value is the initial one.
     */
    public Loaded<T> load(Generation generation) {
        return document.generation(generation).loaded().from(generation);
    }

    /** What has changed in the data since a generation; versions may differ. */
    public Diff diff(Generation since) {
        document.requireOpen();
        return Diff.between(
                data(since.revision()), storage.read(name).map(this::data).orElse(JsonNull.NULL));
    }

    /** What has changed in the data between two generations. */
    public Diff diff(Generation earlier, Generation later) {
        document.requireOpen();
        return Diff.between(data(earlier.revision()), data(later.revision()));
    }

    private JsonValue data(Revision revision) {
        return data(storage.read(name, revision).orElseThrow(() -> problem(Problems.noGeneration())));
    }

    private JsonValue data(Stored stored) {
        try {
            return EnvelopeReader.read(stored.bytes()).parsed();
        } catch (CodecException e) {
            throw problem(Problems.damagedGeneration());
        }
    }

    /**
     * Makes the value of a generation the current one, by a new save: durable when this returns. The generation stays, and
     * what was current becomes one. Changes that {@link Document#updateLater} left waiting are overwritten.
     *
     * @return the value
     * @throws FencedException if the generation, or what is current, could not be read; nothing was written. Over what is
     *     current, {@link Document#overwrite} goes.
     */
    public T restore(Generation generation) {
        Snapshot<T> found = document.generation(generation);
        found.loaded().requireUnfenced();
        document.restore(found);
        return found.value();
    }

    /** Keeps a generation for good, durably, until the document is deleted. */
    public void pin(Generation generation) {
        document.requireOpen();
        if (storage.pin(name, generation.revision()) instanceof Replacement.Conflict) {
            throw problem(Problems.noGeneration());
        }
    }

    private HoldfastException problem(Problem problem) {
        return new HoldfastException(problem.at(document.location()));
    }

    /** The document's name, never a value. */
    @Override
    public String toString() {
        return "History of " + document;
    }
}
