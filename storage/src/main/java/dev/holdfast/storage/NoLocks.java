// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.channels.FileLock;
import org.jspecify.annotations.Nullable;

/** The lock file of a home that is only read: no lock is ever to be had, and there is no file. */
record NoLocks() implements Disk.LockFile {

    @Override
    public @Nullable FileLock tryLock(long position, LeaseMode mode) {
        return null;
    }

    @Override
    public void close() {}
}
