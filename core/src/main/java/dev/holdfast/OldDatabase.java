// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.foreign.ForeignDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/** Finds the database that a session file names, below the directory that databases lie in and nowhere else. */
final class OldDatabase {

    private final SessionFile file;
    private final Places places;

    OldDatabase(SessionFile file, Places places) {
        this.file = file;
        this.places = places;
    }

    /**
     * Where it is; empty if it is not there and the app can do without.
     *
     * @throws dev.holdfast.storage.HoldfastException HF-0547 if the path leads elsewhere, HF-0548 if the database is
     *     missing, HF-0549 if it cannot be moved, HF-0550 if somebody has it open
     */
    Optional<Path> find(String named) {
        try {
            Optional<Path> found = locate(path(named));
            if (found.isPresent()) {
                requireMovable(found.get());
            } else if (file.requiresDatabase()) {
                throw ImportProblems.noDatabase(file.databases());
            }
            return found;
        } catch (IOException e) {
            throw ImportProblems.unreadable(file.databases(), e);
        }
    }

    private Path path(String named) {
        try {
            Path path = file.databases().getFileSystem().getPath(named);
            for (Path name : path) {
                if (name.toString().equals("..")) {
                    throw ImportProblems.outside(file.databases());
                }
            }
            return path.normalize();
        } catch (InvalidPathException e) {
            throw ImportProblems.misfit(file.path(), "db_path is no path"); // its text has the value
        }
    }

    private Optional<Path> locate(Path named) throws IOException {
        Path base;
        try {
            base = file.databases().toRealPath();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        for (Path root : List.of(base, file.databases().toAbsolutePath().normalize())) {
            if (named.startsWith(root)) {
                return below(base, root.relativize(named));
            }
        }
        return named.isAbsolute() ? relocated(base, named) : below(base, named);
    }

    /** A path of another machine or another time: its longest tail that leads to something. */
    private Optional<Path> relocated(Path base, Path named) throws IOException {
        for (int head = 0; head < named.getNameCount(); head++) {
            Optional<Path> found = below(base, named.subpath(head, named.getNameCount()));
            if (found.isPresent()) {
                return found;
            }
        }
        if (look(named).isPresent()) {
            throw ImportProblems.outside(file.databases());
        }
        return Optional.empty();
    }

    private Optional<Path> below(Path base, Path relative) throws IOException {
        if (relative.toString().isEmpty()) {
            throw ImportProblems.outside(file.databases());
        }
        Path place = base;
        for (Path name : relative) {
            if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            place = place.resolve(name);
            Optional<BasicFileAttributes> facts = look(place);
            if (facts.isEmpty()) {
                return Optional.empty();
            }
            if (facts.get().isSymbolicLink()) {
                throw ImportProblems.outside(file.databases());
            }
        }
        return Optional.of(place);
    }

    private static Optional<BasicFileAttributes> look(Path place) throws IOException {
        try {
            return Optional.of(Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void requireMovable(Path database) throws IOException {
        ForeignDirectory.objection(database).ifPresent(why -> {
            throw ImportProblems.notMovable(database, why);
        });
        if (file.path().toRealPath().startsWith(database)) {
            throw ImportProblems.notMovable(database, "the session file lies in it");
        }
        if (places.overlaps(database)) {
            throw ImportProblems.notMovable(database, "it is a part of this home, or has the home in it");
        }
        requireUnused(database);
    }

    /** @throws dev.holdfast.storage.HoldfastException HF-0550 if a process has it open, as far as the system tells */
    static void requireUnused(Path database) {
        try {
            if (ForeignDirectory.isInUse(database)) {
                throw ImportProblems.inUse(database);
            }
        } catch (IOException e) {
            throw ImportProblems.unreadable(database, e);
        }
    }
}
