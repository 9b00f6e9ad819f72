// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.foreign.ForeignFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/** A file that an app kept before it had documents. Symbolic links are not followed, and nothing is ever written into it. */
final class OldFile {

    /** What it is called once it has been taken over, behind its own name. */
    private static final String SUFFIX = ".adopted";

    private final ForeignFile file;

    OldFile(Path path) {
        this.file = ForeignFile.at(path);
    }

    Path path() {
        return file.path();
    }

    /** @throws dev.holdfast.storage.HoldfastException HF-0267 if that cannot be told */
    boolean isThere() {
        try {
            return file.isThere();
        } catch (IOException e) {
            throw AdoptionProblems.unreadable(path(), e);
        }
    }

    /** Whether this is a file's place in a storage's words. */
    boolean isAt(String location) {
        try {
            return path().toRealPath().toString().equals(location);
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
            file.objection().ifPresent(what -> {
                throw AdoptionProblems.notAdoptable(path(), what);
            });
            return Optional.of(content(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw AdoptionProblems.unreadable(path(), e);
        }
    }

    private static OldContent content(ForeignFile place) throws IOException {
        if (place.size() > JsonValue.MAX_BYTES) {
            throw AdoptionProblems.unfit(place.path(), "it has " + place.size() + " bytes");
        }
        Instant modified = place.modified();
        return new OldContent(place.path(), place.read(JsonValue.MAX_BYTES + 1), modified);
    }

    /**
     * Moves it beside itself, over nothing.
     *
     * @return what was moved, which may be newer than what was read last
     */
    OldContent setAside() throws IOException {
        Path aside = claim();
        Files.move(path(), aside, StandardCopyOption.ATOMIC_MOVE);
        return content(ForeignFile.at(aside));
    }

    /** A free name, held by an empty file that the move replaces. One that a kill left is used again. */
    private Path claim() throws IOException {
        for (int number = 1; ; number++) {
            Path free = path().resolveSibling(path().getFileName() + SUFFIX + (number == 1 ? "" : "-" + number));
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
        return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS) && Files.size(place) == 0;
    }

    /** Makes its move survive a power cut, where the system can. */
    void syncDirectory() throws IOException {
        file.syncDirectory();
    }
}
