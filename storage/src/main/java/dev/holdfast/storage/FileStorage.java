// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Blobs as plain files below one directory, which is made if it is not there, and refused if anybody but its owner can
 * enter it. Any number of processes may have the same home open; within one JVM it is opened once.
 *
 * <p>A {@link Durability#DURABLE} write has synced the file and its directory when it returns: on POSIX systems it
 * survives a power cut, as far as the drive keeps its promises. On Windows, where directories cannot be synced, the old
 * content may be back. {@link Durability#ATOMIC} omits the sync of the directory. On file systems that other machines may
 * have mounted (NFS, SMB, AFS) one process at a time is let in.
 *
 * <p>Earlier revisions are hard links beside the file, copies where the file system has none. Blob names of {@code a-z 0-9
 * . _ -} are file names as they are; every other byte becomes {@code %xx}. A scope is a directory; the segments {@code
 * lock}, {@code trash}, {@code quarantine} and {@code stores} are the home's own and refused with an
 * IllegalArgumentException, as is the purge of the home itself. Links, pipes, devices and files of other users are never
 * opened, but refused with an {@link UnsafePlaceException} that says how to mend it.
 *
 * <p>Locking and writing run on daemon threads named {@code holdfast-io-}, out of the reach of interrupts; hints come from
 * one named {@code holdfast-watch}.
 */
public final class FileStorage implements Storage {

    private final IoThreads io;
    private final Home home;
    private final Turns turns;
    private final Gate gate;

    private FileStorage(IoThreads io, Home home) {
        this.io = io;
        this.home = home;
        this.turns = new Turns(home, io);
        this.gate = new Gate(home.root);
    }

    /**
     * Opens a home with the defaults of {@link Builder}.
     *
     * @throws UnsafePlaceException if it is not a directory of this user alone; nothing was touched
     * @throws StorageException if the system refuses; directories may have been made
     * @throws HoldfastException HF-0110 if this JVM has it open, HF-0122 if it is on a network file system and another
     *     process has it open; nothing was touched
     */
    public static FileStorage at(Path root) {
        return builder(root).open();
    }

    /**
     * Looks at a home, or at a copy of one, and changes nothing there: no file is made, locked, or given another time, and
     * who has the home open, in this JVM or another, is not in the way. Where there is nothing, nothing is read. What others
     * write meanwhile is seen as any reader sees it; files of other users are refused as ever, a home that others may enter
     * is not. Writing throws as {@link ReadOnlyStorage} says.
     *
     * @throws UnsafePlaceException if it is not a directory of this user
     * @throws StorageException if the system refuses
     */
    public static Storage readOnly(Path root) {
        Builder builder = builder(root);
        IoThreads io = new IoThreads();
        return new ReadOnlyStorage(new FileStorage(
                io,
                IoAction.orFail(
                        root,
                        StorageException.State.UNCHANGED,
                        () -> Home.look(builder.root, builder.settings(), io))));
    }

    /** Opens a home with other settings than the defaults. */
    public static Builder builder(Path root) {
        return new Builder(root);
    }

    @Override
    public void create(Scope scope) {
        change(scope, () -> {
            home.scopes.create(scope);
            return scope;
        });
    }

    @Override
    public boolean exists(Scope scope) {
        return look(scope, () -> home.scopes.exists(scope));
    }

    @Override
    public List<Scope> scopes(Scope parent) {
        return look(parent, () -> home.scopes.below(parent));
    }

    @Override
    public Optional<Stored> read(BlobName name) {
        return readFrom(name, line -> home.contents.read(line.current()));
    }

    @Override
    public Revision revision(BlobName name) {
        return look(name, () -> {
            home.scopes.requireOwnWay(name.scope());
            return Save.revision(home.contents.identifyUnlocked(home.line(name).current()));
        });
    }

    @Override
    public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
        if (bytes.length > home.settings.maxBlobBytes()) {
            throw Faults.tooLargeToWrite(name, bytes.length, home.settings.maxBlobBytes());
        }
        return inTurn(name, (line, turn) -> home.save.run(line, turn, expected, bytes, durability));
    }

    @Override
    public Replacement confirm(BlobName name, Revision expected) {
        if (!revision(name).equals(expected)) {
            return new Replacement.Conflict();
        }
        return home.line(name).isDurable(expected)
                ? new Replacement.Replaced(expected)
                : inTurn(name, (line, turn) -> home.edits.confirm(line, turn, expected));
    }

    @Override
    public Replacement delete(BlobName name, Revision expected) {
        return inTurn(name, (line, turn) -> home.edits.delete(line, turn, expected));
    }

    @Override
    public List<BlobName> list(Scope scope) {
        return look(scope, () -> home.scopes.blobs(scope));
    }

    @Override
    public List<BlobName> listKept(Scope scope) {
        return look(scope, () -> home.scopes.keptBlobs(scope));
    }

    @Override
    public List<Generation> history(BlobName name) {
        return look(name, () -> home.history.list(home.line(name)));
    }

    @Override
    public Optional<Stored> read(BlobName name, Revision revision) {
        return readFrom(name, line -> home.history.read(line, revision));
    }

    @Override
    public Replacement pin(BlobName name, Revision revision) {
        return inTurn(name, (line, turn) -> home.edits.pin(line, turn, revision));
    }

    @Override
    public void forgetHistory(BlobName name) {
        inTurn(name, (line, turn) -> home.edits.forgetHistory(line, turn));
    }

    @Override
    public Optional<String> setAside(BlobName name, Revision revision) {
        return inTurn(name, (line, turn) -> home.edits.setAside(line, turn, revision));
    }

    @Override
    public void purge(Scope scope) {
        if (scope.equals(Scope.HOME)) {
            throw new IllegalArgumentException("The home itself is not purged; purge its scopes");
        }
        change(scope, () -> {
            boolean was = home.trash.discard(home.scopes.directory(scope));
            home.forget(scope);
            return was;
        });
    }

    @Override
    public Watch watch(Scope scope, Consumer<BlobName> hint) {
        return change(scope, () -> home.watcher.watch(scope, home.scopes.directory(scope), hint));
    }

    @Override
    public Optional<Lease> lease(Scope scope, String purpose, LeaseMode mode, Duration wait) {
        long position = HomeLock.leasePosition(scope, purpose);
        Deadline deadline = home.settings.deadline(wait);
        return change(scope, () -> home.leases.acquire(position, mode, deadline, gate::isClosing));
    }

    @Override
    public String location(BlobName name) {
        return home.line(name).current().toString();
    }

    @Override
    public void close() {
        if (gate.close()) {
            try {
                io.run(() -> IoAction.orFail(home.root, StorageException.State.UNCHANGED, home::close));
            } finally {
                io.close();
            }
        }
    }

    private Optional<Stored> readFrom(BlobName name, Function<Line, Optional<Stored>> reading) {
        return gate.through(() -> {
            Line line = home.line(name);
            try {
                home.scopes.requireOwnWay(name.scope());
            } catch (IOException e) {
                throw Faults.unreadable(line.current(), e);
            }
            return reading.apply(line);
        });
    }

    /** What only looks runs on the caller's thread. */
    private <T> T look(Object place, IoAction<T> action) {
        return gate.through(() -> IoAction.orFail(place, StorageException.State.UNCHANGED, action));
    }

    private <T> T change(Object place, IoAction<T> action) {
        return gate.through(() -> io.run(() -> IoAction.orFail(place, StorageException.State.UNKNOWN, action)));
    }

    private <T> T inTurn(BlobName name, Turns.Step<T> step) {
        return gate.through(() -> turns.take(home.line(name), step));
    }

    /** How a home is opened. Every setting has a default that suits an app on a person's machine. */
    public static final class Builder {

        private final Path root;
        private Disk disk = new RealDisk();
        private Clock clock = Clock.systemUTC();
        private RandomGenerator random = new Random();
        private int generations = 3;
        private Duration lockDeadline = Duration.ofSeconds(10);
        private int maxBlobBytes = 64 << 20;

        private Builder(Path root) {
            this.root = root.toAbsolutePath().normalize();
        }

        /** Where the times of files come from, which only ever move forward; the system's clock by default. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Where the jitter of waiting and the names in the trash come from; safe for several threads, as Random is. */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /** How many earlier revisions of a blob are kept besides pinned ones; 3 by default, 0 keeps none. */
        public Builder generations(int generations) {
            if (generations < 0) {
                throw new IllegalArgumentException("Generations: " + generations);
            }
            this.generations = generations;
            return this;
        }

        /** How long a write waits for other writers of the same blob; 10 s by default. */
        public Builder lockDeadline(Duration lockDeadline) {
            this.lockDeadline = lockDeadline;
            return this;
        }

        /** The largest blob that is read or written; 64 MiB by default. */
        public Builder maxBlobBytes(int maxBlobBytes) {
            if (maxBlobBytes < 0) {
                throw new IllegalArgumentException("Bytes: " + maxBlobBytes);
            }
            this.maxBlobBytes = maxBlobBytes;
            return this;
        }

        Builder disk(Disk disk) {
            this.disk = disk;
            return this;
        }

        /** Opens the home; throws as {@link FileStorage#at}. */
        public FileStorage open() {
            IoThreads io = new IoThreads();
            return new FileStorage(
                    io,
                    io.run(() -> IoAction.orFail(
                            root, StorageException.State.UNCHANGED, () -> Home.open(root, settings(), io))));
        }

        private FileSettings settings() {
            return new FileSettings(disk, clock, System::nanoTime, random, generations, lockDeadline, maxBlobBytes);
        }
    }
}
