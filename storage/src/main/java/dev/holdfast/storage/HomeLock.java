// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The home's one lock file. It stays empty: what is locked are bytes far beyond its end, at the hash of what they stand
 * for, so that nothing is left behind and nothing needs deletion. Leases have the lower half of the range, blobs the upper,
 * two bytes each.
 *
 * <p>Locks are tried for, never waited for in the system: with several ranges it reports deadlocks that are none, and an
 * interrupt there closes the channel.
 */
final class HomeLock implements Closeable {

    private static final long UPPER_HALF = 1L << 62;

    private final Disk.LockFile file;
    private final IoThreads io;
    private final Map<Long, Lane> lanes = new ConcurrentHashMap<>();

    HomeLock(Disk.LockFile file, IoThreads io) {
        this.file = file;
        this.io = io;
    }

    /** The queue before a blob. */
    Lane lane(BlobName name) {
        long position = UPPER_HALF + 2 * (hash(name.scope(), name.name()) >>> 3);
        return lanes.computeIfAbsent(position, main -> new Lane(this, main));
    }

    /** The byte that stands for a lease. */
    static long leasePosition(Scope scope, String purpose) {
        return hash(scope, purpose) >>> 2;
    }

    /** Tries for a byte until it is to be had; null at the deadline. */
    @Nullable
    FileLock poll(long position, LeaseMode mode, Deadline deadline) throws IOException {
        FileLock lock = file.tryLock(position, mode);
        while (lock == null && deadline.pause()) {
            lock = file.tryLock(position, mode);
        }
        return lock;
    }

    @Nullable
    FileLock tryLock(long position, LeaseMode mode) throws IOException {
        return file.tryLock(position, mode);
    }

    void start(Runnable work) {
        io.start(work);
    }

    /** The system drops a lock with its process at the latest, so a failure here is told and not thrown. */
    static void release(FileLock lock) {
        try {
            lock.release();
        } catch (ClosedChannelException e) {
            return; // the home was closed, and every lock with it
        } catch (IOException e) {
            Log.LOGGER.log(System.Logger.Level.ERROR, "A lock could not be released; others may wait for it", e);
        }
    }

    private static long hash(Scope scope, String name) {
        MessageDigest digest = sha256();
        scope.path().forEach(segment -> digest.update((segment + '/').getBytes(StandardCharsets.US_ASCII)));
        digest.update((byte) 0);
        return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
