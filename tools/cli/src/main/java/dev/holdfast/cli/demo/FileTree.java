// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The files below a directory as they were at one moment. Links are not followed. */
final class FileTree {

    private final Path root;
    private final SortedMap<String, Stamp> files = new TreeMap<>();

    private record Stamp(@Nullable Object identity, long size, long modified) {}

    private FileTree(Path root) {
        this.root = root;
    }

    /** The files now; none if there is no such directory. */
    static FileTree of(Path root) throws IOException {
        FileTree tree = new FileTree(root);
        if (Files.isDirectory(root)) {
            Files.walkFileTree(root, tree.new Collector());
        }
        return tree;
    }

    /** The path of a file from a directory, the same on every system. */
    static String relative(Path root, Path file) {
        return root.relativize(file).toString().replace(File.separatorChar, '/');
    }

    private final class Collector extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes it) {
            String path = root.relativize(file).toString().replace('\\', '/');
            files.put(
                    path,
                    new Stamp(it.fileKey(), it.size(), it.lastModifiedTime().toMillis()));
            return FileVisitResult.CONTINUE;
        }

        /** A file may go while others are looked at. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }

    /** The paths, relative to the root. */
    List<String> paths() {
        return List.copyOf(files.keySet());
    }

    /** The paths of files whose content is exactly this. */
    List<String> holding(byte[] content) throws IOException {
        return matching(bytes -> Arrays.equals(bytes, content));
    }

    /** The paths of files with such a content. No home may be open: to read its lock file is to lose the lock. */
    List<String> matching(Predicate<byte[]> content) throws IOException {
        List<String> found = new ArrayList<>();
        for (String path : files.keySet()) {
            if (content.test(Files.readAllBytes(root.resolve(path)))) {
                found.add(path);
            }
        }
        return found;
    }

    /** What is another than in an earlier tree of the same root. */
    FileChanges since(FileTree before) {
        return new FileChanges(
                paths().stream().filter(path -> !before.files.containsKey(path)).toList(),
                paths().stream().filter(path -> isChanged(path, before)).toList(),
                before.paths().stream().filter(path -> !files.containsKey(path)).toList());
    }

    private boolean isChanged(String path, FileTree before) {
        Stamp was = before.files.get(path);
        return was != null && !Objects.equals(was, files.get(path));
    }
}
