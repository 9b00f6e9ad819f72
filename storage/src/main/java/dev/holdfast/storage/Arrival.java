// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Brings a directory of elsewhere to a place below a root of ours, whole: by one rename; from another file system by a
 * copy that is durable and compared before the original goes. Cut off anywhere, the same again goes on: while the original
 * has its name, a copy is worth nothing; the original gets another name once the copy is whole, and is deleted once the
 * copy is in its place.
 */
final class Arrival {

    /** No directory that an app names begins so. */
    private static final String COPY = "~copy-";

    private static final String ASIDE = ".moved-";

    private final Disk disk;
    private final PrivateDirectories directories;
    private final PlaceChecks checks;
    private final Path root;
    private final Path source;
    private final Path target;
    private final Path copy;
    private final Path aside;

    Arrival(Disk disk, PrivateDirectories directories, PlaceChecks checks, Path root, Path source, Path target) {
        this.disk = disk;
        this.directories = directories;
        this.checks = checks;
        this.root = root;
        this.source = source;
        this.target = target;
        this.copy = target.resolveSibling(COPY + target.getFileName());
        this.aside = source.resolveSibling(ASIDE
                + root.relativize(target)
                        .toString()
                        .replace(root.getFileSystem().getSeparator(), "-"));
    }

    /** Whether there was anything to be brought, or a rest of it to be removed. */
    boolean run() throws IOException {
        if (isThere(aside) && !isThere(copy) && !isThere(target)) {
            disk.rename(aside, source); // somebody took the copy away
        }
        if (isThere(aside)) {
            settle();
        } else if (isThere(source)) {
            bring();
        } else {
            return false;
        }
        return true;
    }

    private boolean isThere(Path place) throws IOException {
        return Contents.lookAt(disk, place) != null;
    }

    private void bring() throws IOException {
        checks.requireOwnDirectory(source, disk.stat(source));
        directories.make(root, requireNonNull(target.getParent()));
        requireVacant();
        if (!isRenamed()) {
            copyWhole();
            disk.rename(source, aside);
            disk.syncDirectory(requireNonNull(aside.getParent()));
            settle();
        }
    }

    /** An empty directory is vacant: a rename takes its place. */
    private void requireVacant() throws IOException {
        if (isThere(target)
                && !(disk.stat(target).isDirectory() && disk.list(target).isEmpty())) {
            throw new FileAlreadyExistsException(target.toString());
        }
    }

    private boolean isRenamed() throws IOException {
        try {
            disk.rename(source, target);
        } catch (AtomicMoveNotSupportedException e) {
            return false;
        }
        disk.syncDirectory(requireNonNull(target.getParent()));
        disk.syncDirectory(requireNonNull(source.getParent()));
        return true;
    }

    private void copyWhole() throws IOException {
        disk.deleteTree(copy);
        copyDirectory(source, copy);
        disk.syncDirectory(requireNonNull(copy.getParent()));
    }

    private void copyDirectory(Path from, Path to) throws IOException {
        disk.makeDirectory(to);
        for (String name : disk.list(from)) {
            copy(from.resolve(name), to.resolve(name));
        }
        disk.syncDirectory(to);
    }

    private void copy(Path from, Path to) throws IOException {
        FileFacts facts = disk.stat(from);
        if (facts.isDirectory()) {
            copyDirectory(from, to);
            return;
        }
        checks.requireOwnFile(from, facts);
        disk.copy(from, to);
        if (Files.mismatch(from, to) >= 0) {
            throw new IOException("A copy is not what was copied, or that was written meanwhile");
        }
    }

    private void settle() throws IOException {
        if (isThere(copy)) {
            requireVacant();
            disk.rename(copy, target);
            disk.syncDirectory(requireNonNull(target.getParent()));
        }
        disk.deleteTree(aside);
        disk.syncDirectory(requireNonNull(aside.getParent()));
    }
}
