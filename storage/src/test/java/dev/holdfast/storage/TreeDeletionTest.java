// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class TreeDeletionTest {

    @TempDir
    private Path directory;

    /** A directory that does not let one of its files go. */
    private record Stubborn(SecureDirectoryStream<Path> inner, String kept) implements SecureDirectoryStream<Path> {

        @Override
        public void deleteFile(Path path) throws IOException {
            if (path.endsWith(kept)) {
                throw new AccessDeniedException(kept);
            }
            inner.deleteFile(path);
        }

        @Override
        public void deleteDirectory(Path path) throws IOException {
            inner.deleteDirectory(path);
        }

        @Override
        public SecureDirectoryStream<Path> newDirectoryStream(Path path, LinkOption... options) throws IOException {
            return inner.newDirectoryStream(path, options);
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return inner.newByteChannel(path, options, attributes);
        }

        @Override
        public void move(Path from, SecureDirectoryStream<Path> toDirectory, Path to) throws IOException {
            inner.move(from, toDirectory, to);
        }

        @Override
        public <V extends FileAttributeView> @Nullable V getFileAttributeView(Class<V> type) {
            return inner.getFileAttributeView(type);
        }

        @Override
        public <V extends FileAttributeView> @Nullable V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            return inner.getFileAttributeView(path, type, options);
        }

        @Override
        public Iterator<Path> iterator() {
            return inner.iterator();
        }

        @Override
        public void close() throws IOException {
            inner.close();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatCannotBeDeletedKeepsNothingElse() throws IOException {
        for (String name : new String[] {"a", "b", "c"}) {
            Files.writeString(directory.resolve(name), name);
        }
        Files.createDirectory(directory.resolve("d"));

        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            Stubborn stubborn = new Stubborn((SecureDirectoryStream<Path>) entries, "b");
            assertThatThrownBy(() -> TreeDeletion.deleteIn(stubborn)).isInstanceOf(AccessDeniedException.class);
        }

        assertThat(directory).isDirectoryContaining("glob:**b");
        assertThat(directory.toFile().list()).hasSize(1);
    }
}
