// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.Durability;
import dev.holdfast.storage.HoldfastException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * The write-ahead log of a database. SQLite brings it home by itself, unless a reader holds on to an old state: then it
 * grows, and whoever is to know is told.
 */
final class Log {

    private static final System.Logger LOG = System.getLogger(Log.class.getPackageName());
    private static final int NORMAL = 1;
    private static final int FULL = 2;

    private final Path file;
    private final long limit;
    private final LongConsumer listener;
    private long alarm;

    /** @param limit in bytes, beyond which it is brought home at once, or told of */
    Log(Path database, long limit, LongConsumer listener) {
        this.file = database.resolveSibling(database.getFileName() + "-wal");
        this.limit = limit;
        this.listener = listener;
        this.alarm = limit;
    }

    /** Puts a connection into WAL mode, and has it sync each commit. */
    static void begin(Sql sql) {
        String mode = sql.prepare("PRAGMA journal_mode = WAL")
                .first(row -> row.text(0))
                .orElse("unknown");
        if (!mode.equals("wal")) {
            throw Problems.noWal(sql.file(), mode);
        }
        sync(sql, Durability.DURABLE);
    }

    /** Makes sure that it syncs as it is to. */
    static void sync(Sql sql, Durability durability) {
        int synchronous = durability == Durability.DURABLE ? FULL : NORMAL;
        sql.run("PRAGMA synchronous = " + synchronous);
        requireSync(sql, synchronous);
    }

    /** SQLite says nothing when it does not take a setting. */
    static void requireSync(Sql sql, int expected) {
        long found = sql.number("PRAGMA synchronous");
        if (found < expected) {
            throw Problems.weakSync(sql.file(), found);
        }
    }

    /** Looks at its size, after a commit, which stands whatever happens here. */
    void look(Sql writer) {
        long size = size();
        if (size <= limit) {
            alarm = limit;
        } else if (!isBroughtHome(writer) && size > alarm) {
            alarm = 2 * size;
            LOG.log(
                    Level.WARNING,
                    "The log of {0} has {1} bytes, because a reader holds on to an old state: keep read transactions short",
                    file,
                    size);
            listener.accept(size);
        }
    }

    private boolean isBroughtHome(Sql writer) {
        try {
            return writer.emptyLogAtOnce();
        } catch (HoldfastException e) {
            LOG.log(Level.WARNING, "The log of {0} could not be brought home: {1}", file, e.getMessage());
            return false;
        }
    }

    /** In bytes. Nothing is opened for it. */
    long size() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0; // brought home meanwhile
        }
    }
}
