// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operating system as this package uses it: one method, one operation. Symbolic links are followed nowhere; what is
 * made is the owner's alone from the first moment. Errors are those of java.nio.file.
 *
 * <p>{@link #stat}, {@link #read} and {@link #list} may run on any thread. The rest runs on {@link IoThreads}, out of the
 * reach of interrupts, which would close the channels.
 */
interface Disk {

    /** The number of the user that this process runs as; 0 where the system has none. */
    int user() throws IOException;

    /** What is at {@code path}. */
    FileFacts stat(Path path) throws IOException;

    /** Whether the file that a look found at a place is still there, and has not been written since. */
    boolean isStill(Path path, FileFacts found) throws IOException;

    /** The first {@code limit} bytes of a file, or all if it has fewer. */
    byte[] read(Path file, int limit) throws IOException;

    /** The names in a directory, in no order; fails if it is none. */
    List<String> list(Path directory) throws IOException;

    /** A new file; fails if anything is there. */
    NewFile create(Path file) throws IOException;

    /** A durable copy of a file, the owner's alone; fails if anything is there. */
    void copy(Path from, Path to) throws IOException;

    /** Sets the time of the last modification. */
    void setTime(Path path, long micros) throws IOException;

    /** Makes the content of a file survive a power cut. */
    void sync(Path file) throws IOException;

    /** Makes what happened in a directory survive a power cut; where the system cannot, nothing. */
    void syncDirectory(Path directory) throws IOException;

    /** A second name for a file; fails if anything is there. */
    void link(Path link, Path existing) throws IOException;

    /** Moves a file or directory, over a file that may be there. */
    void rename(Path from, Path to) throws IOException;

    /** Removes a file. */
    void unlink(Path file) throws IOException;

    /** Makes one directory; its parent is there. */
    void makeDirectory(Path directory) throws IOException;

    /** Removes what is there, a directory with all that is in it. */
    void deleteTree(Path directory) throws IOException;

    /** Whether other machines may have this place mounted. */
    boolean isShared(Path directory) throws IOException;

    /** Opens the file whose bytes are locked, making it if need be. */
    LockFile openLocks(Path file) throws IOException;

    /** A file that is being written. */
    interface NewFile extends Closeable {

        void write(byte[] bytes) throws IOException;

        void sync() throws IOException;
    }

    /** Byte ranges that processes lock against each other. */
    interface LockFile extends Closeable {

        /** Locks the byte at {@code position} if no other process has it, without waiting. */
        @Nullable
        FileLock tryLock(long position, LeaseMode mode) throws IOException;
    }
}
