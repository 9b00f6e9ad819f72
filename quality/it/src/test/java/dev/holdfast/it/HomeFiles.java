// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies below a directory. */
final class HomeFiles {

    private HomeFiles() {}

    /** Everything but the directory itself. */
    static List<Path> all(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.equals(directory)).sorted().toList();
        }
    }

    /** The regular files, as seen from the directory, with slashes. */
    static List<String> regular(Path directory) throws IOException {
        return all(directory).stream()
                .filter(Files::isRegularFile)
                .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                .toList();
    }

    /** What is in the regular files, one character a byte, but for that which holds the locks. */
    static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (String file : regular(directory)) {
            if (!file.endsWith("lock")) {
                contents.put(file, Files.readString(directory.resolve(file), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    /** A copy of the directory with all that is in it, permissions included. */
    static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        for (Path one : all(from)) {
            Files.copy(one, to.resolve(from.relativize(one)), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** The one file of this name. */
    static Path named(Path directory, String name) throws IOException {
        List<Path> found =
                all(directory).stream().filter(file -> file.endsWith(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError("Files named " + name + ": " + found);
        }
        return found.get(0);
    }
}
