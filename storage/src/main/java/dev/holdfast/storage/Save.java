// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts a new revision of a blob in the place of the current one, in one turn: temporary file, sync, hard link of the
 * current file under its generation's name, rename, sync of the directory. A crash anywhere leaves the old content or the
 * new one, and beside new content that was acknowledged also its predecessor.
 */
final class Save {

    /** The coarsest times that a file system keeps: FAT's. */
    private static final long COARSEST_MICROS = TimeUnit.SECONDS.toMicros(2);

    private final Disk disk;
    private final Contents contents;
    private final Scopes scopes;
    private final Clock clock;
    private final int generations;

    Save(Disk disk, Contents contents, Scopes scopes, Clock clock, int generations) {
        this.disk = disk;
        this.contents = contents;
        this.scopes = scopes;
        this.clock = clock;
        this.generations = generations;
    }

    Replacement run(Line line, Turn turn, Revision expected, byte[] bytes, Durability durability) throws IOException {
        scopes.requireNotRetired(line.name().scope());
        Identity current = contents.identify(line.current());
        if (current == null) {
            scopes.requireThere(line.name().scope());
        }
        Revision now = revision(current);
        if (!turn.decide(now.equals(expected))) {
            return new Replacement.Conflict();
        }
        Generations kept = line.generations(disk, now);
        Identity next = prepare(line, current, kept, bytes, durability);
        turn.changing();
        disk.rename(line.aside(FileNames.TEMP), line.current());
        line.wrote(next.revision());
        if (durability == Durability.DURABLE) {
            line.syncing(next.revision());
            disk.syncDirectory(line.directory());
            line.confirmed(next.revision());
        }
        trim(kept);
        return new Replacement.Replaced(next.revision());
    }

    static Revision revision(@Nullable Identity identity) {
        return identity == null ? Revision.ABSENT : identity.revision();
    }

    /** All that comes before the rename. If it fails nothing has changed, and the temporary file goes. */
    private Identity prepare(
            Line line, @Nullable Identity current, Generations kept, byte[] bytes, Durability durability)
            throws IOException {
        Path temp = line.aside(FileNames.TEMP);
        try {
            Identity next = writeNew(temp, bytes, line, current);
            if (current != null) {
                keep(line, current, kept);
            }
            if (durability == Durability.DURABLE) {
                scopes.makeDurable(line.name().scope());
            }
            return next;
        } catch (IOException e) {
            discard(temp, e);
            throw e;
        }
    }

    private Identity writeNew(Path temp, byte[] bytes, Line line, @Nullable Identity current) throws IOException {
        if (current != null) {
            line.passed(current.number());
        }
        try (Disk.NewFile file = create(temp)) {
            file.write(bytes);
            FileFacts facts = stamp(temp, line.newest());
            file.sync();
            line.passed(facts.micros());
            return Identity.of(facts, bytes);
        }
    }

    /** Only the holder of the blob's turn may remove a stray temporary file: any other might be alive. */
    private Disk.NewFile create(Path temp) throws IOException {
        try {
            return disk.create(temp);
        } catch (FileAlreadyExistsException e) {
            disk.unlink(temp);
            return disk.create(temp);
        }
    }

    /** Gives the file a time later than any that the line has had. */
    private FileFacts stamp(Path temp, long after) throws IOException {
        long wanted = Math.max(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()), after + 1);
        FileFacts facts = stampAt(temp, wanted);
        return facts.micros() > after ? facts : stampAt(temp, after + COARSEST_MICROS);
    }

    private FileFacts stampAt(Path file, long micros) throws IOException {
        disk.setTime(file, micros);
        return disk.stat(file);
    }

    private void keep(Line line, Identity current, Generations kept) throws IOException {
        long number = current.number();
        if (!kept.isPinned(number)) {
            link(line, current, kept.plainPath(number));
            kept.add(number);
        }
    }

    /** Gives the current file a second name; where the file system cannot, makes a copy. */
    void link(Line line, Identity current, Path generation) throws IOException {
        try {
            disk.link(generation, line.current());
        } catch (FileAlreadyExistsException e) {
            if (disk.stat(generation).inode() != current.facts().inode()) {
                disk.unlink(generation);
                disk.link(generation, line.current());
            }
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            copy(line, current, generation);
        }
    }

    private void copy(Line line, Identity current, Path generation) throws IOException {
        Path temp = line.aside(FileNames.COPY);
        try {
            writeCopy(line, current, temp);
            disk.rename(temp, generation);
        } catch (IOException e) {
            discard(temp, e);
            throw e;
        }
    }

    private void writeCopy(Line line, Identity current, Path temp) throws IOException {
        byte[] bytes = contents.all(line.current(), current.facts());
        try (Disk.NewFile file = create(temp)) {
            file.write(bytes);
            disk.setTime(temp, current.number());
            file.sync();
        }
    }

    private void discard(Path temp, IOException failure) {
        try {
            disk.unlink(temp);
        } catch (NoSuchFileException e) {
            return; // it never came to be
        } catch (IOException e) {
            failure.addSuppressed(e); // the next of its kind removes it
        }
    }

    /** The save is acknowledged: what fails here is tried again when the generations are next listed. */
    private void trim(Generations kept) {
        kept.takeSurplus(generations).forEach(this::drop);
    }

    private void drop(Path generation) {
        try {
            disk.unlink(generation);
        } catch (NoSuchFileException e) {
            return; // another process was first
        } catch (IOException e) {
            Log.LOGGER.log(System.Logger.Level.WARNING, "An old generation could not be removed: " + generation, e);
        }
    }
}
