// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Makes directories that are the owner's alone, durably, and refuses those that are not. */
final class PrivateDirectories {

    private final Disk disk;
    private final PlaceChecks checks;

    PrivateDirectories(Disk disk, PlaceChecks checks) {
        this.disk = disk;
        this.checks = checks;
    }

    /**
     * Makes a root and what is missing above it, and checks that it is ours alone.
     *
     * @return whether anything was made
     */
    boolean openRoot(Path root) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = root; path != null && Contents.lookAt(disk, path) == null; path = path.getParent()) {
            missing.push(path);
        }
        for (Path path : missing) {
            makeOne(path);
        }
        checks.requirePrivateDirectory(root, disk.stat(root));
        return !missing.isEmpty();
    }

    /** Makes a directory below a root that was checked, and what is missing between; durable when it returns. */
    void make(Path root, Path directory) throws IOException {
        Path path = root;
        for (Path segment : root.relativize(directory)) {
            path = path.resolve(segment);
            makeOne(path);
            checks.requireOwnDirectory(path, disk.stat(path));
        }
        sync(root, directory);
    }

    private void makeOne(Path directory) throws IOException {
        try {
            disk.makeDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            return; // made meanwhile by another process, or long ago; whether it is a good one is checked
        }
    }

    /** Makes all entries on the way from a root to a directory below it survive a power cut, whoever made them. */
    void sync(Path root, Path directory) throws IOException {
        Path path = root;
        for (Path segment : root.relativize(directory)) {
            disk.syncDirectory(path);
            path = path.resolve(segment);
        }
    }

    /**
     * Makes a root itself survive a power cut: syncs what is above it up to the first directory of somebody else, where
     * none of the way can have been made by us. That one may be closed to us, such as a /home that can only be passed
     * through.
     */
    void syncAbove(Path root) throws IOException {
        boolean ours = true;
        for (Path path = root.getParent(); path != null && ours; path = path.getParent()) {
            ours = disk.stat(path).owner() == disk.user();
            syncAbove(path, ours);
        }
    }

    private void syncAbove(Path path, boolean ours) throws IOException {
        try {
            disk.syncDirectory(path);
        } catch (AccessDeniedException e) {
            if (ours) {
                throw e;
            }
        }
    }
}
