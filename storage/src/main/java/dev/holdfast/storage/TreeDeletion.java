// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
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

/** Deletes a directory and what is in it, never what a symbolic link in it points at. Others may be deleting it too. */
final class TreeDeletion {

    private TreeDeletion() {}

    static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            if (entries instanceof SecureDirectoryStream<Path> secure) {
                deleteIn(secure);
            } else {
                Files.walkFileTree(directory, new Visitor());
            }
        } catch (NoSuchFileException e) {
            return; // deleted by another process
        }
        Files.deleteIfExists(directory);
    }

    private static void deleteIn(SecureDirectoryStream<Path> directory) throws IOException {
        for (Path entry : directory) {
            deleteIfThere(directory, entry.getFileName());
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
