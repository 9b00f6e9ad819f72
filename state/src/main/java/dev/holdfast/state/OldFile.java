// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A file that an app kept before it had documents. Symbolic links are not followed, and nothing is ever written into it. */
final class OldFile {

    /** What it is called once it has been taken over, behind its own name. */
    private static final String SUFFIX = ".adopted";

    private static final String UNIX = "unix";

    private final Path path;

    OldFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    Path path() {
        return path;
    }

    /** @throws dev.holdfast.storage.HoldfastException HF-0267 if that cannot be told */
    boolean isThere() {
        try {
            return look(path).isPresent();
        } catch (IOException e) {
            throw AdoptionProblems.unreadable(path, e);
        }
    }

    /** Whether this is a file's place in a storage's words. */
    boolean isAt(String location) {
        try {
            return path.toRealPath().toString().equals(location);
        } catch (IOException e) {
            return false; // reading it tells why
        }
    }

    /**
     * All of it; empty if it is not there any more.
     *
     * @throws dev.holdfast.storage.HoldfastException HF-0266 if others may change it under another name, or it is no file;
     *     HF-0267 if it cannot be read; HF-0268 if it is too large for a document
     */
    Optional<OldContent> read() {
        try {
            Optional<BasicFileAttributes> facts = look(path);
            if (facts.isEmpty()) {
                return Optional.empty();
            }
            requirePlain(facts.get());
            return Optional.of(content(path, facts.get()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw AdoptionProblems.unreadable(path, e);
        }
    }

    private static Optional<BasicFileAttributes> look(Path place) throws IOException {
        try {
            return Optional.of(Files.readAttributes(place, BasicFileAttributes.class, NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void requirePlain(BasicFileAttributes facts) throws IOException {
        if (facts.isSymbolicLink()) {
            throw AdoptionProblems.notAdoptable(path, "a symbolic link");
        }
        if (facts.isDirectory()) {
            throw AdoptionProblems.notAdoptable(path, "a directory");
        }
        if (!facts.isRegularFile()) {
            throw AdoptionProblems.notAdoptable(path, "a pipe, socket or device");
        }
        if (names() > 1) {
            throw AdoptionProblems.notAdoptable(path, "one that has other names (hard links)");
        }
    }

    private int names() throws IOException {
        return isUnix() ? ((Number) Files.getAttribute(path, UNIX + ":nlink", NOFOLLOW_LINKS)).intValue() : 1;
    }

    private boolean isUnix() {
        return path.getFileSystem().supportedFileAttributeViews().contains(UNIX);
    }

    private static OldContent content(Path place, BasicFileAttributes facts) throws IOException {
        if (facts.size() > JsonValue.MAX_BYTES) {
            throw AdoptionProblems.unfit(place, "it has " + facts.size() + " bytes");
        }
        try (InputStream in = Files.newInputStream(place, NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(JsonValue.MAX_BYTES + 1);
            return new OldContent(place, bytes, facts.lastModifiedTime().toInstant());
        }
    }

    /**
     * Moves it beside itself, over nothing.
     *
     * @return what was moved, which may be newer than what was read last
     */
    OldContent setAside() throws IOException {
        Path aside = claim();
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        return content(aside, look(aside).orElseThrow(() -> new NoSuchFileException(aside.toString())));
    }

    /** A free name, held by an empty file that the move replaces. One that a kill left is used again. */
    private Path claim() throws IOException {
        for (int number = 1; ; number++) {
            Path free = path.resolveSibling(path.getFileName() + SUFFIX + (number == 1 ? "" : "-" + number));
            try {
                return Files.createFile(free);
            } catch (FileAlreadyExistsException e) {
                if (isEmptyFile(free)) {
                    return free;
                }
            }
        }
    }

    private static boolean isEmptyFile(Path place) throws IOException {
        return look(place).filter(it -> it.isRegularFile() && it.size() == 0).isPresent();
    }

    /**
     * Makes its move survive a power cut, where the system can. An interrupt closes the channel: then once more, and the
     * flag is kept.
     */
    void syncDirectory() throws IOException {
        boolean interrupted = false;
        boolean synced = !isUnix();
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
