// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ReadOnlyStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from a storage, and says of each write that it is done without doing it. For one document, used by one thread. */
final class Unwritten extends ReadOnlyStorage {

    private final Map<Revision, Stored> read = new HashMap<>();
    private byte @Nullable [] stored;
    private int pinned;
    private int quarantined;

    Unwritten(Storage inner) {
        super(inner);
    }

    int pinned() {
        return pinned;
    }

    int quarantined() {
        return quarantined;
    }

    /** What would be stored. */
    Optional<byte[]> stored() {
        return Optional.ofNullable(stored);
    }

    /** A revision as it was read: others may have replaced it since. */
    Optional<byte[]> read(Revision revision) {
        return Optional.ofNullable(read.get(revision)).map(Stored::bytes);
    }

    @Override
    public Optional<Stored> read(BlobName name) {
        return noted(super.read(name));
    }

    @Override
    public Optional<Stored> read(BlobName name, Revision revision) {
        return noted(super.read(name, revision));
    }

    private Optional<Stored> noted(Optional<Stored> found) {
        found.ifPresent(it -> read.put(it.revision(), it));
        return found;
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        stored = bytes;
        return new Replacement.Replaced(expected);
    }

    @Override
    public Replacement confirm(BlobName name, Revision expected) {
        return new Replacement.Replaced(expected);
    }

    @Override
    public Replacement pin(BlobName name, Revision revision) {
        pinned++;
        return new Replacement.Replaced(revision);
    }

    @Override
    public Optional<String> setAside(BlobName name, Revision revision) {
        quarantined++;
        return Optional.of(location(name));
    }

    /** The storage belongs to somebody else. */
    @Override
    public void close() {
        // Nothing was opened.
    }
}
