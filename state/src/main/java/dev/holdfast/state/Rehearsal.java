// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Runs a schema over stored documents without writing: a real load, over a storage that only says that it has written. So
 * it tells what the load would come to, and leaves each byte as it is. What the load would log is logged. Immutable;
 * safe for use by any number of threads.
 */
public final class Rehearsal {

    private final Schema<?> schema;
    private final CodecFactory codecs;

    private Rehearsal(Schema<?> schema, CodecFactory codecs) {
        this.schema = schema;
        this.codecs = codecs;
    }

    /** Of a schema, with the one codec module that is installed. */
    public static Rehearsal of(Schema<?> schema) {
        return new Rehearsal(schema, CodecFactory.discovered());
    }

    /** With other codecs. */
    public Rehearsal codecs(CodecFactory other) {
        return new Rehearsal(schema, other);
    }

    /**
     * Over a document in a storage, with its generations.
     *
     * @throws HoldfastException if the schema lacks a step, there is no codec, or the storage is closed; a storage that
     *     fails is an outcome
     */
    public Rehearsed run(Storage storage, BlobName document) {
        return new Run<>(schema, codecs, new Unwritten(storage), document).rehearsed();
    }

    /**
     * Over a file with an envelope, ours or the seed's. Nothing is written, locked or made.
     *
     * @throws IOException if it cannot be read
     * @throws HoldfastException as above
     */
    public Rehearsed run(Path file) throws IOException {
        return run(file, Files.readAllBytes(file));
    }

    /**
     * Over a file that may have no envelope.
     *
     * @param assumedVersion of the data in a file without one, as for {@link Documents#adopt}
     * @throws IOException if it cannot be read
     * @throws CodecException if it is not JSON
     * @throws HoldfastException as above
     */
    public Rehearsed run(Path file, int assumedVersion) throws IOException {
        OldContent content = new OldContent(file, Files.readAllBytes(file), modified(file));
        return run(file, content.stored(assumedVersion).bytes());
    }

    private static Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    private Rehearsed run(Path file, byte[] envelope) throws IOException {
        try (MemoryStorage copy = new MemoryStorage(Clock.fixed(modified(file), ZoneOffset.UTC))) {
            BlobName name = schema.in(Scope.HOME);
            copy.replace(name, Revision.ABSENT, envelope, Durability.ATOMIC);
            return run(copy, name).at(file.toString());
        }
    }

    /** One load, and a save of what it gives. */
    private record Run<T>(Schema<T> schema, CodecFactory codecs, Unwritten storage, BlobName name) {

        Rehearsed rehearsed() {
            Documents documents = Documents.over(storage, name.scope(), codecs, Clock.systemUTC());
            try {
                return rehearsed(documents.document(name, schema));
            } finally {
                documents.discard();
            }
        }

        private Rehearsed rehearsed(Document<T> document) {
            Loaded<T> loaded = document.load();
            Optional<byte[]> taken = storage.read(taken(loaded));
            Rehearsed byLoad = new Rehearsed(
                    document.location(),
                    loaded.outcome(),
                    taken.map(Run::version).orElseGet(OptionalLong::empty),
                    schema.version(),
                    storage.stored().isPresent(),
                    storage.pinned(),
                    storage.quarantined(),
                    Diff.NONE,
                    loaded.problem(),
                    Optional.empty());
            return taken.isEmpty() || loaded.outcome().isFenced() ? byLoad : saved(document, taken.get(), byLoad);
        }

        /** The revision that the value was made of. */
        private Revision taken(Loaded<T> loaded) {
            return loaded.recovered().map(Generation::revision).orElse(loaded.revision());
        }

        private Rehearsed saved(Document<T> document, byte[] taken, Rehearsed byLoad) {
            try {
                document.update(value -> value);
                return byLoad.with(
                        Diff.between(data(taken), data(storage.stored().orElse(taken))));
            } catch (CodecException e) {
                return byLoad.unsaved(Problems.unsaved(e.problem()).at(document.location()));
            }
        }

        private static JsonValue data(byte[] stored) {
            return EnvelopeReader.read(stored).parsed();
        }

        private static OptionalLong version(byte[] stored) {
            try {
                return OptionalLong.of(EnvelopeReader.read(stored).version());
            } catch (CodecException e) {
                return OptionalLong.empty(); // the outcome tells why
            }
        }
    }
}
