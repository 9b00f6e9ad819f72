// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Scope;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * The directory of a database. It is a home of files without any: owner-only, opened once in this JVM, and with a lock file
 * whose leases end with the process. That nobody else in the JVM opens it is vital: whoever closes a file of the database
 * drops every lock that SQLite has on it, and another process then deletes the log that this one goes on writing to.
 */
final class Place implements AutoCloseable {

    private final Path directory;
    private final FileStorage files;

    private Place(Path directory, FileStorage files) {
        this.directory = directory;
        this.files = files;
    }

    /** Opens the directory, which is made if it is not there; throws as {@link FileStorage#at}. */
    static Place open(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        return new Place(absolute, FileStorage.at(absolute));
    }

    Path directory() {
        return directory;
    }

    FileStorage files() {
        return files;
    }

    /** The hold of the one process that may use the database. */
    Lease alone() {
        return files.lease(Scope.HOME, "run", LeaseMode.EXCLUSIVE, Duration.ZERO)
                .orElseThrow(() -> Problems.inUse(directory));
    }

    /** A file for a database, made empty, its owner's alone, if it is not there. */
    Path database(String name) {
        Path file = directory.resolve(name);
        try {
            make(file);
        } catch (IOException e) {
            throw Problems.notMade(file, e);
        }
        if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            throw Problems.link(file);
        }
        return file;
    }

    /** The same, in the place of one that a crash left. */
    Path newDatabase(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException e) {
            throw Problems.notMade(directory.resolve(name), e);
        }
        return database(name);
    }

    private static void make(Path file) throws IOException {
        try {
            Files.createFile(file, ownerOnly(file));
        } catch (FileAlreadyExistsException e) {
            return; // made long ago; never opened here, as closing it would drop locks
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() {
        files.close();
    }
}
