// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where discarded directories of a root wait for their physical deletion: gone, durably, from the moment of one rename,
 * however long the deletion takes and whatever kills it.
 */
final class Trash {

    private static final System.Logger LOG = System.getLogger("dev.holdfast.storage");

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

    /** Takes a directory away, durably, then deletes it; false if there is none. */
    boolean discard(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent == null || Contents.lookAt(disk, directory) == null) {
            return false;
        }
        directories.make(root, trash);
        Path grave =
                trash.resolve(directory.getFileName() + "-" + HexFormat.of().toHexDigits(random.nextLong()));
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

    /** Deletes what earlier processes left. */
    void sweep() throws IOException {
        List<String> left;
        try {
            left = disk.list(trash);
        } catch (NoSuchFileException e) {
            return;
        }
        left.forEach(name -> delete(trash.resolve(name)));
    }

    /** What cannot be deleted is gone all the same; the next sweep tries again. */
    private void delete(Path grave) {
        try {
            disk.deleteTree(grave);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Discarded files could not be deleted yet: " + grave, e);
        }
    }
}
