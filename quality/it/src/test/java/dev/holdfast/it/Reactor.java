// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** This build as it lies on disk. Folders are named from the root, with slashes: {@code adapters/jackson}. */
final class Reactor {

    /** The folder of the root pom. */
    static final Path ROOT = basedir().resolve("../..").normalize();

    /** Where builds put what they make, below each module: the profiles differ in it. */
    static final Path TARGET = basedir().relativize(Path.of(System.getProperty("holdfast.it.target")));

    private Reactor() {}

    /** A module with code that goes into a jar. */
    record Unit(String folder) {

        Path sources() {
            return ROOT.resolve(folder).resolve("src/main/java");
        }

        Path classes() {
            return ROOT.resolve(folder).resolve(TARGET).resolve("classes");
        }

        @Override
        public String toString() {
            return folder;
        }
    }

    /** All modules with code. */
    static List<Unit> units() {
        return folders().stream()
                .map(Unit::new)
                .filter(unit -> Files.isDirectory(unit.sources()))
                .toList();
    }

    /** All folders below the root with a pom. */
    static List<String> folders() {
        return walk(ROOT, 3)
                .filter(file -> file.endsWith("pom.xml"))
                .map(pom -> slashed(ROOT.relativize(pom.getParent())))
                .filter(folder -> !folder.isEmpty() && !folder.matches("(.*/)?(target|src|\\..*)(/.*)?"))
                .sorted()
                .toList();
    }

    /** All Java sources of a folder. */
    static List<Path> javaFiles(Path folder) {
        return walk(folder, Integer.MAX_VALUE)
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> walk(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static Path basedir() {
        return Path.of(System.getProperty("basedir"));
    }
}
