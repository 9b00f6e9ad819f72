// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One blob's files, and what this process remembers of them. Guarded by the blob's turn, where nothing else is said. */
final class Line {

    private final BlobName name;
    private final Path directory;
    private final String file;
    private final Path current;
    private final Lane lane;

    private @Nullable Generations generations;
    private Revision seen = Revision.ABSENT;
    private long newest;
    private Revision doubtful = Revision.ABSENT;
    private volatile Revision durable = Revision.ABSENT;

    Line(BlobName name, Path directory, Lane lane) {
        this.name = name;
        this.directory = directory;
        this.file = FileNames.encode(name.name());
        this.current = directory.resolve(file);
        this.lane = lane;
    }

    BlobName name() {
        return name;
    }

    Path directory() {
        return directory;
    }

    /** The file's name. */
    String file() {
        return file;
    }

    /** The current revision's file. */
    Path current() {
        return current;
    }

    /** A file of the blob that is neither current nor a generation. */
    Path aside(String kind) {
        return directory.resolve(file + FileNames.MARK + kind);
    }

    Lane lane() {
        return lane;
    }

    /** The generations, listed again if another process wrote the current revision. */
    Generations generations(Disk disk, Revision now) throws IOException {
        Generations known = generations;
        if (known == null || !now.equals(seen)) {
            known = Generations.list(disk, directory, file);
            generations = known;
            seen = now;
            known.numbers().stream().findFirst().ifPresent(this::passed);
        }
        return known;
    }

    /** The generations as they are now: another process may have pinned or dropped some without a write. */
    Generations relisted(Disk disk, Revision now) throws IOException {
        generations = null;
        return generations(disk, now);
    }

    /** The latest time that any revision of this line is known to have. */
    long newest() {
        return newest;
    }

    /** A revision of this time was met. */
    void passed(long micros) {
        newest = Math.max(newest, micros);
    }

    /** This process made a revision the current one; for its durability see {@link #confirmed}. */
    void wrote(Revision revision) {
        seen = revision;
        durable = Revision.ABSENT;
    }

    /** Whether this process saw the revision become durable. On any thread. */
    boolean isDurable(Revision revision) {
        return revision.isPresent() && revision.equals(durable);
    }

    /**
     * The current revision is about to be synced. If that fails it stays in doubt for good: the system reports a lost
     * write once, and a second sync succeeds without having saved anything.
     */
    void syncing(Revision revision) throws IOException {
        if (revision.isPresent() && revision.equals(doubtful)) {
            throw new IOException("A sync of this content has failed before; it has to be written again");
        }
        doubtful = revision;
    }

    /** The sync succeeded. */
    void confirmed(Revision revision) {
        doubtful = Revision.ABSENT;
        durable = revision;
    }

    /** Something failed: nothing of what was thought is relied on any more. */
    void forget() {
        generations = null;
        seen = Revision.ABSENT;
        durable = Revision.ABSENT;
    }
}
