// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A copy of a database in another directory, whole or not there, durable when it is. */
final class Backup {

    private Backup() {}

    /** The database is as it is at one moment, whatever is written meanwhile. */
    static void of(Sql sql, Path directory) {
        try (Place place = Place.open(directory)) {
            String name = sql.file().getFileName().toString();
            Path copy = place.directory().resolve(name);
            if (Files.exists(copy, NOFOLLOW_LINKS)) {
                throw Problems.occupied(place.directory());
            }
            Path temporary = place.newDatabase(name + "~tmp");
            sql.run("PRAGMA query_only = OFF"); // which would refuse to write the copy, too
            sql.prepare("VACUUM INTO ?").bind(temporary.toString()).execute();
            sql.run("PRAGMA query_only = ON");
            publish(temporary, copy);
        }
    }

    private static void publish(Path temporary, Path copy) {
        boolean interrupted = Thread.interrupted(); // which would close a channel
        try {
            sync(temporary, StandardOpenOption.WRITE);
            Files.move(temporary, copy, StandardCopyOption.ATOMIC_MOVE);
            if (copy.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                sync(requireNonNull(copy.getParent()), StandardOpenOption.READ);
            }
        } catch (IOException e) {
            throw Problems.notMade(copy, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
