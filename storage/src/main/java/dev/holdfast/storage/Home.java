// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An opened home of files: the parts, and what they share. Opened on a thread of ours. */
final class Home {

    private static final String ALONE = "alone";

    final Path root;
    final FileSettings settings;
    final Scopes scopes;
    final Contents contents;
    final Save save;
    final LineEdits edits;
    final History history;
    final Trash trash;
    final Leases leases;
    final Watcher watcher;
    private final HomeLock lock;
    private final Closeable claim;
    private final Map<BlobName, Line> lines = new ConcurrentHashMap<>();

    private Home(
            Path root,
            FileSettings settings,
            PlaceChecks checks,
            PrivateDirectories directories,
            HomeLock lock,
            Closeable claim) {
        Disk disk = settings.disk();
        this.root = root;
        this.settings = settings;
        this.scopes = new Scopes(disk, directories, checks, root);
        this.contents = new Contents(disk, checks, settings.maxBlobBytes());
        this.save = new Save(disk, contents, scopes, settings.clock(), settings.generations());
        this.edits = new LineEdits(disk, contents, scopes, save);
        this.history = new History(disk, contents);
        this.trash = new Trash(disk, directories, root, settings.random());
        this.lock = lock;
        this.claim = claim;
        this.leases = new Leases(lock);
        this.watcher = new Watcher(disk);
    }

    static Home open(Path root, FileSettings settings, IoThreads io) throws IOException {
        Disk disk = settings.disk();
        PlaceChecks checks = new PlaceChecks(disk);
        PrivateDirectories directories = new PrivateDirectories(disk, checks);
        directories.openRoot(root);
        Path real = root.toRealPath();
        OpenHomes.claim(real);
        try {
            return open(real, settings, checks, directories, io);
        } catch (IOException | RuntimeException e) {
            OpenHomes.release(real);
            throw e;
        }
    }

    private static Home open(
            Path root, FileSettings settings, PlaceChecks checks, PrivateDirectories directories, IoThreads io)
            throws IOException {
        Disk disk = settings.disk();
        Path file = root.resolve(FileNames.LOCK);
        FileFacts there = Contents.lookAt(disk, file);
        if (there != null) {
            checks.requireOwnFile(file, there);
        }
        if (there == null) {
            directories.syncAbove(root); // first, as to all later openings the file tells that this was done
        }
        HomeLock lock = new HomeLock(disk.openLocks(file), io);
        try {
            if (there == null) {
                disk.syncDirectory(root);
            }
            Home home = new Home(root, settings, checks, directories, lock, () -> OpenHomes.release(root));
            home.begin();
            return home;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * A home that is only read, whoever has it open: nothing is made, locked or swept. There need not be one.
     */
    static Home look(Path root, FileSettings settings, IoThreads io) throws IOException {
        PlaceChecks checks = new PlaceChecks(settings.disk());
        FileFacts there = Contents.lookAt(settings.disk(), root);
        if (there != null) {
            checks.requireOwnDirectory(root, there);
        }
        PrivateDirectories directories = new PrivateDirectories(settings.disk(), checks);
        return new Home(root, settings, checks, directories, new HomeLock(new NoLocks(), io), () -> {});
    }

    private void begin() throws IOException {
        if (settings.disk().isShared(root)) {
            requireAlone();
        }
        trash.sweep();
    }

    /** Locks and the order of directory operations cannot be relied on between machines. */
    private void requireAlone() throws IOException {
        Deadline once = settings.deadline(Duration.ZERO);
        long position = HomeLock.leasePosition(Scope.HOME, ALONE);
        if (leases.acquire(position, LeaseMode.EXCLUSIVE, once, () -> false).isEmpty()) {
            throw new HoldfastException(new Problem(
                    "HF-0122",
                    "this home is on a network file system, and another process has it open",
                    root.toString(),
                    "nothing was touched",
                    "close the other process, or move the home to a local disk"));
        }
    }

    /** What this process knows of a blob. */
    Line line(BlobName name) {
        return lines.computeIfAbsent(name, each -> new Line(each, scopes.directory(each.scope()), lock.lane(each)));
    }

    /** A scope was purged: nothing that was known of it counts. */
    void forget(Scope scope) {
        scopes.forget(scope);
        lines.keySet().removeIf(name -> name.scope().isWithin(scope));
    }

    /** Everything, in the reverse order of its opening. */
    Path close() throws IOException {
        try {
            watcher.close();
            leases.close();
            lock.close();
        } finally {
            claim.close();
        }
        return root;
    }
}
