// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where discarded directories and files of a root wait for their physical deletion: gone, durably, from the moment of one rename,
 * however long the deletion takes and whatever kills it.
 */
final class Trash {

    /** With what is added to it, at most 255 bytes of UTF-8, as long as a file name may be. */
    private static final int MAX_NAME = 64;

    private final Disk disk;
    private final PrivateDirectories directories;
    private final Path root;
    private final Path trash;
    private final RandomGenerator random;

    Trash(Disk disk, PrivateDirectories directories, Path root, RandomGenerator random) {
        this.disk = disk;
        this.directories = directories;
        this.root = root;
        this.trash = root.resolve(FileNames.TRASH);
        this.random = random;
    }

    /** Takes what is at a place away, durably, then deletes it; false if there is nothing. */
    boolean discard(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent == null || Contents.lookAt(disk, directory) == null) {
            return false;
        }
        directories.make(root, trash);
        Path grave = grave(directory.getFileName().toString());
        try {
            disk.rename(directory, grave);
        } catch (NoSuchFileException e) {
            return false; // another process was first
        }
        disk.syncDirectory(trash);
        disk.syncDirectory(parent);
        delete(grave);
        return true;
    }

    /** A place that nothing has, told apart by a person from the others. */
    private Path grave(String name) {
        String told = name.substring(0, Math.min(name.length(), MAX_NAME));
        return trash.resolve(told + "-" + HexFormat.of().toHexDigits(random.nextLong()));
    }

    /** Deletes what earlier processes left. */
    void sweep() throws IOException {
        List<String> left;
        try {
            left = disk.list(trash);
        } catch (NoSuchFileException e) {
            return;
        } catch (NotDirectoryException e) {
            Log.LOGGER.log(System.Logger.Level.WARNING, "Not swept, as it is no directory: " + trash, e);
            return;
        }
        left.forEach(name -> delete(trash.resolve(name)));
    }

    /** What cannot be deleted is gone all the same; the next sweep tries again. */
    private void delete(Path grave) {
        try {
            disk.deleteTree(grave);
        } catch (IOException e) {
            Log.LOGGER.log(System.Logger.Level.WARNING, "Discarded files could not be deleted yet: " + grave, e);
        }
    }
}
