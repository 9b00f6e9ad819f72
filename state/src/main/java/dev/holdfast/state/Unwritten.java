// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import java.util.Optional;

/** Reads from a storage, and says of each write that it is done without doing it. For one document, used by one thread. */
final class Unwritten extends ForwardingStorage {

    private boolean stored;
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

    boolean isStored() {
        return stored;
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        stored = true;
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
