// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
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
        return new Run(new Unwritten(storage), document).rehearsed();
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
            BlobName name = Scope.HOME.blob(schema.name() + ".json");
            copy.replace(name, Revision.ABSENT, envelope, Durability.ATOMIC);
            return run(copy, name).at(file.toString());
        }
    }

    /** One load. */
    private final class Run {

        private final Unwritten storage;
        private final BlobName name;

        Run(Unwritten storage, BlobName name) {
            this.storage = storage;
            this.name = name;
        }

        Rehearsed rehearsed() {
            Documents documents = Documents.over(storage, name.scope(), codecs, Clock.systemUTC());
            try {
                return rehearsed(documents.document(name, schema));
            } finally {
                documents.discard();
            }
        }

        private Rehearsed rehearsed(Document<?> document) {
            Loaded<?> loaded = document.load();
            Optional<Envelope> taken = taken(loaded);
            boolean writable = !loaded.outcome().isFenced();
            return new Rehearsed(
                    document.location(),
                    loaded.outcome(),
                    taken.map(it -> OptionalLong.of(it.version())).orElseGet(OptionalLong::empty),
                    schema.version(),
                    storage.isStored(),
                    storage.pinned(),
                    storage.quarantined(),
                    taken.filter(any -> writable)
                            .map(it -> Diff.between(it.parsed(), document.data()))
                            .orElseGet(() -> new Diff(List.of())),
                    loaded.problem());
        }

        /** What the load took the value from. */
        private Optional<Envelope> taken(Loaded<?> loaded) {
            try {
                return loaded.recovered()
                        .map(generation -> storage.read(name, generation.revision()))
                        .orElseGet(() -> storage.read(name))
                        .map(Stored::bytes)
                        .map(EnvelopeReader::read);
            } catch (HoldfastException e) {
                return Optional.empty(); // the outcome tells why
            }
        }
    }
}
