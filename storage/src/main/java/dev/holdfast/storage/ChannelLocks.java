// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.jspecify.annotations.Nullable;

/** Locks on the one channel that a JVM has of a lock file: closing any other would drop them all. */
record ChannelLocks(FileChannel channel) implements Disk.LockFile {

    @Override
    public @Nullable FileLock tryLock(long position, LeaseMode mode) throws IOException {
        return channel.tryLock(position, 1, mode == LeaseMode.SHARED);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
