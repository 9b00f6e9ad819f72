// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The directory that the demo works in. All that it holds is one directory, named as the demo's app. */
final class DemoHome {

    private DemoHome() {}

    /** Whether it is not there, empty, or an earlier demo's: nobody else's files are ever touched. */
    static boolean isFree(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && entries(directory).stream().allMatch(DemoHome::isOfDemo);
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static boolean isOfDemo(Path entry) {
        return entry.endsWith(DemoApp.ID) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes the directory, or takes an earlier demo's files out of it. */
    static void prepare(Path directory) throws IOException {
        Files.createDirectories(directory);
        delete(directory.resolve(DemoApp.ID));
    }

    /** Deletes a tree that the demo made; does nothing if it is not there. */
    static void delete(Path tree) throws IOException {
        if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(tree, new Deletion());
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
