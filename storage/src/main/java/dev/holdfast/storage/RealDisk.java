// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The machine's own file system, POSIX or Windows. On Windows owners and permissions are left to the access lists that a
 * user's profile hands down, and directories cannot be synced.
 */
final class RealDisk implements Disk {

    /** What goes through the JDK's native buffers at once; they are kept per thread, at the largest size ever used. */
    static final int PIECE = 1 << 20;

    private static final FileAttribute<?>[] NONE = {};
    private static final FileAttribute<?>[] PRIVATE_FILE = permissions("rw-------");
    private static final FileAttribute<?>[] PRIVATE_DIRECTORY = permissions("rwx------");
    private static final Set<String> SHARED_TYPES = Set.of("nfs", "nfs4", "cifs", "afs", "9p2000.l");
    private static final int RENAME_TRIES = 50;
    private static final long RENAME_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final boolean posix =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private static FileAttribute<?>[] permissions(String text) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))};
    }

    @Override
    public int user() throws IOException {
        return posix ? UnixFacts.user() : 0;
    }

    @Override
    public FileFacts stat(Path path) throws IOException {
        return posix ? UnixFacts.of(path) : basic(path);
    }

    private static FileFacts basic(Path path) throws IOException {
        BasicFileAttributes all = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
        FileFacts.Kind kind = all.isRegularFile()
                ? FileFacts.Kind.FILE
                : all.isDirectory()
                        ? FileFacts.Kind.DIRECTORY
                        : all.isSymbolicLink() ? FileFacts.Kind.LINK : FileFacts.Kind.OTHER;
        return new FileFacts(
                kind, 0, 0, 0, all.fileKey(), all.size(), all.lastModifiedTime().to(TimeUnit.MICROSECONDS));
    }

    // Half of what a whole look costs. Nobody but its owner gives a file to another owner.
    @Override
    public boolean isStill(Path path, FileFacts found) throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return false;
        }
        return Objects.equals(now.fileKey(), found.key())
                && now.size() == found.size()
                && now.lastModifiedTime().to(TimeUnit.MICROSECONDS) == found.micros()
                && now.isRegularFile();
    }

    // The JDK makes the channel below such a stream deaf to interrupts; a FileChannel of our own would be closed by
    // one.
    @Override
    public byte[] read(Path file, int limit) throws IOException {
        byte[] bytes = new byte[limit];
        int read = 0;
        try (InputStream in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
            int got = 0;
            while (read < limit && got >= 0) {
                got = in.read(bytes, read, Math.min(PIECE, limit - read));
                read += Math.max(got, 0);
            }
        }
        return read == limit ? bytes : Arrays.copyOf(bytes, read);
    }

    // The JDK would follow a link, and wait for ever for a writer of a pipe.
    @Override
    public List<String> list(Path directory) throws IOException {
        if (!stat(directory).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
        List<String> names = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    @Override
    public NewFile create(Path file) throws IOException {
        return new ChannelFile(
                FileChannel.open(file, Set.of(CREATE_NEW, WRITE, NOFOLLOW_LINKS), posix ? PRIVATE_FILE : NONE));
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        try (InputStream in = Files.newInputStream(from, NOFOLLOW_LINKS);
                NewFile made = create(to)) {
            for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
                made.write(piece);
            }
            made.sync();
        }
    }

    @Override
    public void setTime(Path path, long micros) throws IOException {
        FileTime time = FileTime.from(micros, TimeUnit.MICROSECONDS);
        Files.getFileAttributeView(path, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .setTimes(time, time, null);
    }

    @Override
    public void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, posix ? READ : WRITE, NOFOLLOW_LINKS)) {
            channel.force(true);
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (posix) {
            try (FileChannel channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public void link(Path link, Path existing) throws IOException {
        Files.createLink(link, existing);
    }

    /** Windows refuses while a virus scanner or an indexer has one of the two open; such holds are short. */
    @Override
    public void rename(Path from, Path to) throws IOException {
        for (int left = posix ? 0 : RENAME_TRIES; ; left--) {
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (AccessDeniedException e) {
                if (left == 0) {
                    throw e;
                }
                LockSupport.parkNanos(RENAME_PAUSE_NANOS);
            }
        }
    }

    @Override
    public void unlink(Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        Files.createDirectory(directory, posix ? PRIVATE_DIRECTORY : NONE);
    }

    @Override
    public void deleteTree(Path directory) throws IOException {
        TreeDeletion.delete(directory);
    }

    @Override
    public boolean isShared(Path directory) throws IOException {
        String type = Files.getFileStore(directory).type().toLowerCase(Locale.ROOT);
        return SHARED_TYPES.contains(type) || type.startsWith("smb");
    }

    @Override
    public LockFile openLocks(Path file) throws IOException {
        return new ChannelLocks(
                FileChannel.open(file, Set.of(CREATE, READ, WRITE, NOFOLLOW_LINKS), posix ? PRIVATE_FILE : NONE));
    }
}
