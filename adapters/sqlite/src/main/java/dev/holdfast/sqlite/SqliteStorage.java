// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.ClosedException;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Replacement.Conflict;
import dev.holdfast.storage.Replacement.Replaced;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.Watch;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Blobs in one SQLite database, in a directory that is made if it is not there, and refused if anybody but its owner can
 * enter it. Any number of processes may have it open; within one JVM it is opened once.
 *
 * <p>A write has synced the log when it returns, whatever its {@link Durability}: it survives a power cut, and nobody sees it
 * before. Writers who come at once share one sync: right for many small blobs written by many threads. Content is stored as
 * it is; {@link dev.holdfast.secrets.AccountKeys#seal} seals it. A purged scope is overwritten in the database.
 *
 * <p>Hints come from one daemon thread, {@code holdfast-sqlite-watch}; of other processes' changes within half a second.
 * Reads and writes run on the callers' threads and are out of the reach of interrupts.
 */
public final class SqliteStorage implements Storage {

    private static final String FILE = "blobs.db";

    private final Place place;
    private final Settings settings;
    private final Sql writer;
    private final Log log;
    private final Commits commits;
    private final Readers<BlobReads> readers;
    private final Hints hints;

    /** How it is opened. */
    private record Settings(
            Path directory, Clock clock, int generations, Duration lockDeadline, int maxBlobBytes, long logLimit) {}

    private SqliteStorage(Place place, Settings settings, Sql writer) {
        this.place = place;
        this.settings = settings;
        this.writer = writer;
        this.log = new Log(writer.file(), settings.logLimit(), bytes -> {});
        this.commits = new Commits(this::transact, this::closed);
        this.readers =
                new Readers<>(() -> new BlobReads(reading(), settings.maxBlobBytes()), BlobReads::close, this::closed);
        this.hints = new Hints(this::reading);
    }

    /**
     * Opens a storage with the defaults of {@link Builder}.
     *
     * @throws dev.holdfast.storage.UnsafePlaceException if the directory is not this user's alone; nothing was touched
     * @throws StorageException if the system refuses
     * @throws dev.holdfast.storage.UnreadableException HF-0617 if it is a newer version's, HF-0614 if it is no database,
     *     HF-0613 if it is damaged
     * @throws HoldfastException HF-0110 if this JVM has it open; HF-0616 if it is somebody else's database, HF-0630 if it is no
     *     plain file; HF-0623 or HF-0629 if SQLite does not keep its promises here
     */
    public static SqliteStorage at(Path directory) {
        return builder(directory).open();
    }

    /** A storage to be opened with other settings than the defaults. */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    private static SqliteStorage open(Settings settings) {
        Place place = Place.open(settings.directory());
        try {
            Sql writer = Sql.open(place.database(FILE), settings.lockDeadline());
            try {
                begin(writer);
                return new SqliteStorage(place, settings, writer);
            } catch (RuntimeException e) {
                writer.closeAfter(e);
                throw e;
            }
        } catch (Throwable e) {
            place.close();
            throw e;
        }
    }

    /** Counts the opening: the sync of that makes durable, too, what another process left behind unsynced. */
    private static void begin(Sql writer) {
        BlobLayout.LAYOUT.isMissingFrom(writer);
        Log.begin(writer);
        Transactions.run(writer, () -> {
            if (BlobLayout.LAYOUT.isMissingFrom(writer)) {
                BlobLayout.LAYOUT.create(writer);
            }
            writer.run("UPDATE storage SET opens = opens + 1");
        });
    }

    private Sql reading() {
        Sql sql = Sql.open(writer.file(), settings.lockDeadline());
        sql.run("PRAGMA query_only = ON");
        return sql;
    }

    private void transact(Consumer<BlobWrites> changes) {
        Transactions.run(writer, () -> changes.accept(new BlobWrites(writer, settings.generations())));
        log.look(writer);
        hints.changed();
    }

    private ClosedException closed() {
        return new ClosedException(place.directory());
    }

    private <T> T read(Function<BlobReads, T> reading) {
        return readers.with(reading);
    }

    @Override
    public void create(Scope scope) {
        commits.run(writes -> {
            writes.create(scope);
            return true;
        });
    }

    @Override
    public boolean exists(Scope scope) {
        return read(reads -> reads.exists(scope));
    }

    @Override
    public List<Scope> scopes(Scope parent) {
        return read(reads -> reads.below(parent));
    }

    @Override
    public Optional<Stored> read(BlobName name) {
        return read(reads -> reads.read(name));
    }

    @Override
    public Revision revision(BlobName name) {
        return read(reads -> reads.revision(name));
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        if (bytes.length > settings.maxBlobBytes()) {
            throw Problems.tooLargeToWrite(name, bytes.length, settings.maxBlobBytes());
        }
        long written = settings.clock().millis();
        return commits.run(writes -> writes.replace(name, expected, bytes, written));
    }

    /** What is seen is durable: SQLite shows a commit after its sync. */
    @Override
    public Replacement confirm(BlobName name, Revision expected) {
        return revision(name).equals(expected) ? new Replaced(expected) : new Conflict();
    }

    @Override
    public Replacement delete(BlobName name, Revision expected) {
        return commits.run(writes -> writes.delete(name, expected));
    }

    @Override
    public List<BlobName> list(Scope scope) {
        return read(reads -> reads.list(scope));
    }

    @Override
    public List<BlobName> listKept(Scope scope) {
        return read(reads -> reads.listKept(scope));
    }

    @Override
    public List<Generation> history(BlobName name) {
        return read(reads -> reads.history(name));
    }

    @Override
    public Optional<Stored> read(BlobName name, Revision revision) {
        return read(reads -> reads.read(name, revision));
    }

    @Override
    public Replacement pin(BlobName name, Revision revision) {
        return commits.run(writes -> writes.pin(name, revision));
    }

    @Override
    public void forgetHistory(BlobName name) {
        commits.run(writes -> {
            writes.forgetHistory(name);
            return true;
        });
    }

    @Override
    public Optional<String> setAside(BlobName name, Revision revision) {
        return commits.run(writes -> writes.setAside(name, revision))
                ? Optional.of("revision " + revision.text() + " in the quarantine of " + location(name))
                : Optional.empty();
    }

    @Override
    public void purge(Scope scope) {
        if (scope.equals(Scope.HOME)) {
            throw new IllegalArgumentException("The home itself is not purged; purge its scopes");
        }
        commits.run(writes -> {
            writes.purge(scope);
            return true;
        });
        read(reads -> {
            reads.emptyLog();
            return true;
        });
    }

    @Override
    public Watch watch(Scope scope, Consumer<BlobName> hint) {
        return read(reads -> hints.watch(scope, hint, reads.revisions(scope)));
    }

    @Override
    public Optional<Lease> lease(Scope scope, String purpose, LeaseMode mode, Duration wait) {
        return place.files().lease(scope, purpose, mode, wait);
    }

    @Override
    public String location(BlobName name) {
        return writer.file() + ": " + name;
    }

    @Override
    public void close() {
        if (commits.close()) {
            try {
                readers.close(); // so that nobody begins to watch any more
                hints.close();
                writer.close();
            } finally {
                place.close();
            }
        }
    }

    /** How a storage is opened. Every setting has a default that suits an app on a person's machine. */
    public static final class Builder {

        private final Path directory;
        private Clock clock = Clock.systemUTC();
        private int generations = 3;
        private Duration lockDeadline = Duration.ofSeconds(10);
        private int maxBlobBytes = 64 << 20;
        private long logLimit = 64L << 20;

        private Builder(Path directory) {
            this.directory = directory;
        }

        /** Tells when something was written; the system's clock by default. */
        public Builder clock(Clock source) {
            clock = source;
            return this;
        }

        /** How many earlier revisions of a blob are kept besides pinned ones; 3 by default, 0 keeps none. */
        public Builder generations(int kept) {
            if (kept < 0) {
                throw new IllegalArgumentException("Generations: " + kept);
            }
            generations = kept;
            return this;
        }

        /** How long a write waits for other processes that write; 10 s by default. */
        public Builder lockDeadline(Duration atMost) {
            lockDeadline = atMost;
            return this;
        }

        /** The largest blob that is read or written; 64 MiB by default. */
        public Builder maxBlobBytes(int bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("Bytes: " + bytes);
            }
            maxBlobBytes = bytes;
            return this;
        }

        /**
         * How large the write-ahead log may get before it is brought home at once; 64 MiB by default. It gets there only while
         * another process reads, or within a very large write.
         */
        public Builder logLimit(long bytes) {
            logLimit = bytes;
            return this;
        }

        /** Opens the storage; throws as {@link SqliteStorage#at}. */
        public SqliteStorage open() {
            return SqliteStorage.open(
                    new Settings(directory, clock, generations, lockDeadline, maxBlobBytes, logLimit));
        }
    }
}
