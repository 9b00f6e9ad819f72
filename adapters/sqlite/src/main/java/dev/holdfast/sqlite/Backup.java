// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.Objects.requireNonNull;

import dev.holdfast.storage.HoldfastException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A copy of a store in another directory, whole or not there, durable when it is. */
final class Backup {

    private Backup() {}

    /** The store is as it is at one moment, whatever is written meanwhile, and counts an opening less. */
    static void of(Sql sql, Path directory) {
        try (Place place = Place.open(directory)) {
            place.alone();
            String name = sql.file().getFileName().toString();
            Path copy = place.directory().resolve(name);
            if (Files.exists(copy, NOFOLLOW_LINKS)) {
                throw Problems.occupied(place.directory());
            }
            make(sql, place.newDatabase(name + "~tmp"), copy);
        }
    }

    private static void make(Sql sql, Path temporary, Path copy) {
        try {
            copy(sql, temporary);
            countLess(temporary);
            publishUnheard(temporary, copy);
        } catch (RuntimeException e) {
            delete(temporary, e);
            delete(copy, e);
            throw e;
        }
    }

    private static void copy(Sql sql, Path temporary) {
        sql.run("PRAGMA query_only = OFF"); // which would refuse to write the copy, too
        try {
            sql.prepare("VACUUM INTO ?").bind(temporary.toString()).execute();
        } finally {
            sql.run("PRAGMA query_only = ON");
        }
    }

    /** It is older than what it is copied from as soon as that is written to, in this opening, too. */
    private static void countLess(Path temporary) {
        try (Sql made = Sql.open(temporary, Duration.ZERO)) {
            made.run("PRAGMA journal_mode = MEMORY"); // after a crash it is made anew
            made.run("UPDATE store SET opens = opens - 1");
        }
    }

    /** On a thread that nobody knows, and so nobody interrupts: that would close a channel. Interrupts are waited out. */
    private static void publishUnheard(Path temporary, Path copy) {
        try {
            CompletableFuture.runAsync(() -> publish(temporary, copy), Backup::start)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof HoldfastException known ? known : e;
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(null, work, "holdfast-sqlite-backup", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private static void publish(Path temporary, Path copy) {
        try {
            sync(temporary, StandardOpenOption.WRITE);
            Files.move(temporary, copy, StandardCopyOption.ATOMIC_MOVE);
            if (copy.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                sync(requireNonNull(copy.getParent()), StandardOpenOption.READ);
            }
        } catch (IOException e) {
            throw Problems.notMade(copy, e);
        }
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    private static void delete(Path file, RuntimeException cause) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
