// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.foreign;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that others have written, and may be writing. Symbolic links are not followed, and nothing is ever written into
 * it. Errors are those of java.nio.file; an interrupt loses nothing, and the thread's flag is kept.
 */
public final class ForeignFile {

    private final Path path;

    private ForeignFile(Path path) {
        this.path = path;
    }

    /** The one at a place; nothing is looked at yet. */
    public static ForeignFile at(Path path) {
        return new ForeignFile(path.toAbsolutePath());
    }

    /** Where it is, absolute. */
    public Path path() {
        return path;
    }

    /** Whether there is anything, whatever it is. */
    public boolean isThere() throws IOException {
        return Looks.at(path).isPresent();
    }

    /** What it is instead of a plain file with no second name; empty if it is one. */
    public Optional<String> objection() throws IOException {
        BasicFileAttributes facts = facts();
        if (facts.isDirectory()) {
            return Optional.of("a directory");
        }
        Optional<String> oddity = Looks.oddity(facts);
        return oddity.isEmpty() && Looks.hasOtherNames(path)
                ? Optional.of("one that has other names (hard links)")
                : oddity;
    }

    /** Whether it belongs to the user of this process; true where the system does not tell. */
    public boolean isOwn() throws IOException {
        return Looks.isOwn(path);
    }

    /** Whether its mode lets other users read it; false where the system has none. */
    public boolean isReadableByOthers() throws IOException {
        return Looks.isReadableByOthers(path);
    }

    /** How many bytes it has. */
    public long size() throws IOException {
        return facts().size();
    }

    /** When it was written last. */
    public Instant modified() throws IOException {
        return facts().lastModifiedTime().toInstant();
    }

    private BasicFileAttributes facts() throws IOException {
        return Looks.at(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
    }

    /** Its first bytes, {@code limit} at most. */
    public byte[] read(int limit) throws IOException {
        try (InputStream in = Files.newInputStream(path, NOFOLLOW_LINKS)) {
            return in.readNBytes(limit);
        }
    }

    /** Removes it, durably. */
    public void delete() throws IOException {
        Files.delete(path);
        syncDirectory();
    }

    /**
     * Makes what happened in its directory survive a power cut, where the system can. An interrupt closes the channel:
     * then once more.
     */
    public void syncDirectory() throws IOException {
        boolean interrupted = false;
        boolean synced = !Looks.isUnix(path);
        while (!synced) {
            try (FileChannel directory = FileChannel.open(path.resolveSibling("."), StandardOpenOption.READ)) {
                directory.force(true);
                synced = true;
            } catch (ClosedByInterruptException e) {
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
