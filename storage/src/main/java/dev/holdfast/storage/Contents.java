// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads files of blobs, on any thread and without a lock: what is read is whole, and is what its revision says. */
final class Contents {

    /** How often a file may change while it is being read; a reader is much faster than a writer that syncs. */
    private static final int TRIES = 1_000;

    private final Disk disk;
    private final PlaceChecks checks;
    private final int maxBytes;

    Contents(Disk disk, PlaceChecks checks, int maxBytes) {
        this.disk = disk;
        this.checks = checks;
        this.maxBytes = maxBytes;
    }

    /** The content at a place; empty if there is none. */
    Optional<Stored> read(Path file) {
        try {
            return Optional.ofNullable(readWhole(file));
        } catch (IOException e) {
            throw Faults.unreadable(file, e);
        }
    }

    private @Nullable Stored readWhole(Path file) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            FileFacts before = look(file);
            if (before == null) {
                return null;
            }
            requireReadable(file, before);
            byte[] bytes = readIfThere(file, (int) before.size());
            if (bytes != null && bytes.length == before.size() && disk.isStill(file, before)) {
                return new Stored(Identity.of(before, bytes).revision(), bytes, before.modified());
            }
        }
        throw tooFast();
    }

    private void requireReadable(Path file, FileFacts facts) throws IOException {
        if (facts.size() > maxBytes) {
            Revision revision =
                    Identity.of(facts, disk.read(file, Identity.LEAD)).revision();
            throw Faults.tooLarge(file, revision, facts.size(), maxBytes);
        }
    }

    /** Null if the file was taken away since the last look. */
    private byte @Nullable [] readIfThere(Path file, int limit) throws IOException {
        try {
            return disk.read(file, limit);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static IOException tooFast() {
        return new IOException("The file changes faster than it can be read");
    }

    /** The whole of a file that its blob's holder has looked at. */
    byte[] all(Path file, FileFacts facts) throws IOException {
        if (facts.size() > maxBytes) {
            throw new IOException("Too large to copy");
        }
        return disk.read(file, (int) facts.size());
    }

    /** Who is at a place, by a look and the leading bytes; null if nobody. For the holder of the blob's lock. */
    @Nullable
    Identity identify(Path file) throws IOException {
        FileFacts facts = look(file);
        return facts == null ? null : Identity.of(facts, disk.read(file, Identity.LEAD));
    }

    /** The same without a lock: what it gives was current at one moment. */
    @Nullable
    Identity identifyUnlocked(Path file) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            FileFacts before = look(file);
            if (before == null) {
                return null;
            }
            byte[] lead = readIfThere(file, Identity.LEAD);
            if (lead != null && disk.isStill(file, before)) {
                return Identity.of(before, lead);
            }
        }
        throw tooFast();
    }

    private @Nullable FileFacts look(Path file) throws IOException {
        FileFacts facts = lookAt(disk, file);
        if (facts != null) {
            checks.requireOwnFile(file, facts);
        }
        return facts;
    }

    /** What is at a place; null if nothing. */
    static @Nullable FileFacts lookAt(Disk disk, Path path) throws IOException {
        try {
            return disk.stat(path);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
