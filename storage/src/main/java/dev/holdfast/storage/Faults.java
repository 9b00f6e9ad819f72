// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/** What the system's errors mean to a person. */
final class Faults {

    private static final String UNCHANGED = "nothing was changed; the previous content is still the current one";
    private static final String UNKNOWN = "the old content or the new one is current, whole in either case";

    private Faults() {}

    /** A write, or a look at the directory, that failed. */
    static StorageException failed(Object where, StorageException.State state, IOException cause) {
        return new StorageException(problem(where, safe(state), cause), state, cause);
    }

    private static String safe(StorageException.State state) {
        return state == StorageException.State.UNCHANGED ? UNCHANGED : UNKNOWN;
    }

    private static Problem problem(Object where, String safe, IOException cause) {
        String text = String.valueOf(cause.getMessage());
        if (text.contains("No space left") || text.contains("quota exceeded") || text.contains("not enough space")) {
            return new Problem("HF-0116", "the disk is full", where.toString(), safe, "free some space and try again");
        }
        if (cause instanceof AccessDeniedException
                || text.contains("Permission denied")
                || text.contains("Read-only file system")) {
            return new Problem(
                    "HF-0117",
                    "the system refuses access",
                    where.toString(),
                    safe,
                    "look at the owner and mode of the home and at whether its file system is read-only");
        }
        if (text.contains("Too many open files")) {
            return new Problem(
                    "HF-0118",
                    "too many files are open",
                    where.toString(),
                    safe,
                    "close some, or raise the limit (ulimit -n), and try again");
        }
        return new Problem(
                "HF-0119",
                "the file system reports an error",
                where.toString(),
                safe,
                "look at the system's log and the disk's health; read again before relying on either content");
    }

    /** Something is there and cannot be read. */
    static UnreadableException unreadable(Object where, @Nullable IOException cause) {
        Problem problem = new Problem(
                "HF-0120",
                "the stored content cannot be read",
                where.toString(),
                "it is left as it is",
                "look at its owner and mode, at the limit of open files, and at the disk's health; then try again");
        return new UnreadableException(problem, UnreadableException.Reason.IO, Revision.ABSENT, cause);
    }

    static UnreadableException tooLarge(Object where, Revision revision, long size, int limit) {
        Problem problem = new Problem(
                "HF-0121",
                "the stored content has " + size + " bytes, " + limit + " are allowed",
                where.toString(),
                "it was not read and is left as it is",
                "move the file away, or open the home with a larger limit");
        return new UnreadableException(problem, UnreadableException.Reason.TOO_LARGE, revision, null);
    }

    static HoldfastException tooLargeToWrite(Object where, int size, int limit) {
        return new HoldfastException(new Problem(
                "HF-0123",
                "the new content has " + size + " bytes, " + limit + " are allowed",
                where.toString(),
                "nothing was written",
                "store less, or open the home with a larger limit"));
    }

    static BusyException busy(Object where) {
        return new BusyException(new Problem(
                "HF-0115",
                "others are writing this, and kept its lock beyond the deadline",
                where.toString(),
                "nothing was changed",
                "try again; if it lasts, look for a process that is stopped or stuck"));
    }

    static HoldfastException readOnly(Object where) {
        return new HoldfastException(new Problem(
                "HF-0104",
                "this storage is only read",
                where.toString(),
                "nothing was changed",
                "open the home itself"));
    }

    static HoldfastException closed(Object where) {
        return new ClosedException(where);
    }
}
