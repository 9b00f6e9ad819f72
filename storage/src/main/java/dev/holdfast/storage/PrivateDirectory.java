// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * A directory that is its owner's alone, for files that are not blobs: a cache, a database of the app's own. It is made
 * durably if it is not there, with what is missing above it, and refused if anybody else can enter it. Directories below
 * it can be discarded: gone at once and for good, whatever happens while their files are being deleted.
 *
 * <p>Safe for several threads and processes. An interrupt never loses an operation; the thread's flag is kept.
 */
public final class PrivateDirectory {

    private final Path path;
    private final IoThreads io;
    private final PrivateDirectories directories;
    private final Trash trash;
    private final Disk disk;

    private PrivateDirectory(Path path, IoThreads io, Disk disk, PrivateDirectories directories, Trash trash) {
        this.path = path;
        this.io = io;
        this.disk = disk;
        this.directories = directories;
        this.trash = trash;
    }

    /**
     * Makes or checks a directory, and deletes what was discarded and survived a crash.
     *
     * @throws UnsafePlaceException if it is a link, no directory, another user's, or open to others; nothing was touched
     * @throws StorageException if the system refuses; directories above it may have been made
     */
    public static PrivateDirectory open(Path path) {
        Path root = path.toAbsolutePath().normalize();
        IoThreads io = new IoThreads();
        return on(io, root, () -> open(root, io, new RealDisk()));
    }

    private static PrivateDirectory open(Path root, IoThreads io, Disk disk) throws IOException {
        PrivateDirectories directories = new PrivateDirectories(disk, new PlaceChecks(disk));
        if (directories.openRoot(root)) {
            directories.syncAbove(root);
        }
        Trash trash = new Trash(disk, directories, root, new Random());
        trash.sweep();
        return new PrivateDirectory(root, io, disk, directories, trash);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * A directory below this one, made durably if it is not there.
     *
     * @param first the name of the directory just below, {@code more} of those below that
     * @throws IllegalArgumentException if it does not lead below this directory
     * @throws UnsafePlaceException if anything on the way is no directory of this user
     * @throws StorageException if the system refuses; directories on the way may have been made
     */
    public Path directory(String first, String... more) {
        Path below = below(first, more);
        return on(io, below, () -> {
            directories.make(path, below);
            return below;
        });
    }

    /**
     * Takes a directory below this one away, with all that is in it. When this returns it is gone, for good; what could
     * not be deleted at once is left in a trash beside, for the next {@link #open}.
     *
     * @return whether it was there
     * @throws IllegalArgumentException if it does not lead below this directory
     * @throws StorageException if the system refuses; it may be there or not
     */
    public boolean discard(String first, String... more) {
        Path below = below(first, more);
        return on(io, below, () -> trash.discard(below));
    }

    /**
     * Moves a directory of elsewhere, with all that is in it, below this one: at once in the same file system; from another
     * one it is copied, synced, compared, and only then removed. Durable when it returns. Cut off anywhere, the same call
     * goes on; nothing is ever in neither place. Nobody may have its files open, or write them, meanwhile.
     *
     * @param source is left as it is unless this returns, but may have got another name beside its own
     * @param first the name of the directory just below, {@code more} of those below that; nothing or an empty directory
     *     is there
     * @return false if there was nothing to be moved
     * @throws IllegalArgumentException if it does not lead below this directory
     * @throws UnsafePlaceException if the source is no directory of this user
     * @throws StorageException if something is in the place, or the system refuses
     */
    public boolean moveIn(Path source, String first, String... more) {
        Path below = below(first, more);
        return on(
                io,
                source,
                () -> new Arrival(disk, directories, new PlaceChecks(disk), path, source.toAbsolutePath(), below)
                        .run());
    }

    private Path below(String first, String... more) {
        Path relative = Path.of(first, more);
        Path below = path.resolve(relative).normalize();
        if (!below.startsWith(path) || below.equals(path) || below.startsWith(path.resolve(FileNames.TRASH))) {
            throw new IllegalArgumentException("Not below this directory: " + relative);
        }
        return below;
    }

    private static <T> T on(IoThreads io, Path place, IoAction<T> action) {
        return io.run(() -> IoAction.orFail(place, StorageException.State.UNKNOWN, action));
    }
}
