// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.foreign;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A directory that others have filled, and that is to be moved with all that is in it. None of its files is opened. */
public final class ForeignDirectory {

    private static final Path PROCESSES = Path.of("/proc");

    private ForeignDirectory() {}

    /**
     * Why it cannot be moved as it is: it is no directory, or something in it is no plain file with one name, or another
     * user's. Empty if it can.
     */
    public static Optional<String> objection(Path directory) throws IOException {
        return facts(directory).isDirectory() ? objectionTo(directory) : Optional.of("it is no directory");
    }

    private static Optional<String> objectionTo(Path place) throws IOException {
        BasicFileAttributes facts = facts(place);
        Optional<String> oddity = Looks.oddity(facts);
        if (oddity.isPresent()) {
            return told(place, oddity.get());
        } else if (!Looks.isOwn(place)) {
            return told(place, "another user's");
        } else if (facts.isDirectory()) {
            return objectionIn(place);
        }
        return Looks.hasOtherNames(place) ? told(place, "a file that has other names (hard links)") : Optional.empty();
    }

    private static Optional<String> objectionIn(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Optional<String> objection = objectionTo(entry);
                if (objection.isPresent()) {
                    return objection;
                }
            }
            return Optional.empty();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static Optional<String> told(Path place, String what) {
        return Optional.of(place.getFileName() + " in it is " + what);
    }

    private static BasicFileAttributes facts(Path place) throws IOException {
        return Looks.at(place).orElseThrow(() -> new NoSuchFileException(place.toString()));
    }

    /**
     * Whether a process, this one included, has a file of it open; false where the system does not tell. Linux tells of
     * the processes of the same user.
     */
    public static boolean isInUse(Path directory) throws IOException {
        Path real = directory.toRealPath();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (hasOpen(process, real)) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            return false; // no such system
        }
    }

    /** A process may end, or be another user's. */
    private static boolean hasOpen(Path process, Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (leadsBelow(file, directory)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    /** It may have been closed since it was listed. */
    private static boolean leadsBelow(Path open, Path directory) {
        try {
            return Files.readSymbolicLink(open).startsWith(directory);
        } catch (IOException e) {
            return false;
        }
    }
}
