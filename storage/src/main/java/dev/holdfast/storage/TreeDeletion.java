// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is at a place, a directory with all that is in it; of a symbolic link, there or further in, the link and
 * never what it points at. Others may be deleting it too.
 */
final class TreeDeletion {

    private TreeDeletion() {}

    /** @param place with a parent that is known to be a directory of ours */
    static void delete(Path place) throws IOException {
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(requireNonNull(place.getParent()))) {
            if (beside instanceof SecureDirectoryStream<Path> secure) {
                deleteIfThere(secure, place.getFileName());
            } else {
                Files.walkFileTree(place, new Visitor());
            }
        } catch (NoSuchFileException e) {
            return; // deleted by another process
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** @throws IOException the first of what could not be deleted, once all else is */
    static void deleteIn(SecureDirectoryStream<Path> directory) throws IOException {
        IOException first = null;
        for (Path entry : directory) {
            try {
                deleteIfThere(directory, entry.getFileName());
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static void deleteIfThere(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        try {
            delete(directory, name);
        } catch (NoSuchFileException e) {
            return; // deleted by another process
        }
    }

    private static void delete(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        if (!isDirectory(directory, name)) {
            directory.deleteFile(name);
            return;
        }
        try (SecureDirectoryStream<Path> inner = directory.newDirectoryStream(name, NOFOLLOW_LINKS)) {
            deleteIn(inner);
        }
        directory.deleteDirectory(name);
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory
                .getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    /** For systems without directory handles. */
    private static final class Visitor extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
