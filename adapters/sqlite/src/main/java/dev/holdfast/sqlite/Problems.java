// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.State;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Every problem of this module; {@code docs/errors/sqlite.md} lists them. */
final class Problems {

    private static final String UNCHANGED = "nothing was changed";
    private static final String ROLLED_BACK = "nothing was changed: the transaction was rolled back";
    private static final String UNKNOWN = "the transaction is there as a whole or not at all";

    // Primary result codes: https://www.sqlite.org/rescode.html
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int NOT_A_DATABASE = 26;

    private Problems() {}

    /** What SQLite refused, in a transaction that is rolled back. */
    static HoldfastException failed(Path file, SQLException cause) {
        return failed(file, cause, State.UNCHANGED);
    }

    static HoldfastException failed(Path file, SQLException cause, State state) {
        return switch (cause.getErrorCode() & 0xff) {
            case BUSY, LOCKED -> new BusyException(busy(file));
            case FULL -> new StorageException(full(file), State.UNCHANGED, cause);
            case CORRUPT -> new UnreadableException(damaged(file), Reason.DAMAGED, Revision.ABSENT, cause);
            case NOT_A_DATABASE -> new UnreadableException(notADatabase(file), Reason.DAMAGED, Revision.ABSENT, cause);
            default -> new StorageException(broken(file, state), state, cause);
        };
    }

    private static Problem busy(Path file) {
        return new Problem(
                "HF-0611",
                "another program keeps the database locked",
                file.toString(),
                UNCHANGED,
                "close it, a database browser for example, and try again");
    }

    private static Problem full(Path file) {
        return new Problem(
                "HF-0612", "the disk is full", file.toString(), ROLLED_BACK, "free some space and try again");
    }

    private static Problem damaged(Path file) {
        return new Problem(
                "HF-0613",
                "a page of the database is damaged",
                file.toString(),
                "it is left as it is; other pages can still be read",
                "copy the file away, look at the disk's health, restore a backup");
    }

    private static Problem notADatabase(Path file) {
        return new Problem(
                "HF-0614",
                "this file is not an SQLite database, or its first page is damaged",
                file.toString(),
                "it is left as it is",
                "look at what the file is; restore a backup if it was ours");
    }

    private static Problem broken(Path file, State state) {
        return new Problem(
                "HF-0615",
                "the database reports an error",
                file.toString(),
                state == State.UNCHANGED ? ROLLED_BACK : UNKNOWN,
                "look at the cause, the system's log and the disk's health; read again before going on");
    }

    static UnreadableException foreign(Path file) {
        Problem problem = new Problem(
                "HF-0616",
                "this is an SQLite database of somebody else",
                file.toString(),
                UNCHANGED,
                "choose a directory of its own for this one");
        return new UnreadableException(problem, Reason.DAMAGED, Revision.ABSENT, null);
    }

    static UnreadableException newer(Path file, long layout) {
        Problem problem = new Problem(
                "HF-0617",
                "this database was laid out by a newer version (layout " + layout + ")",
                file.toString(),
                UNCHANGED,
                "open it with that version");
        return new UnreadableException(problem, Reason.KEY_UNAVAILABLE, Revision.ABSENT, null);
    }

    static WrongKeyException wrongKey(Path file) {
        return new WrongKeyException(new Problem(
                "HF-0618",
                "this is not the key, or the passphrase, of this database",
                file.toString(),
                UNCHANGED,
                "open it with the one that it was made with, or that it was given last"));
    }

    static UnreadableException damagedKeys(Path file) {
        Problem problem = new Problem(
                "HF-0619",
                "the key is right, and what it protects in the database is damaged: its data keys",
                file.toString(),
                "it is left as it is",
                "restore a backup");
        return new UnreadableException(problem, Reason.DAMAGED, Revision.ABSENT, null);
    }

    static UnreadableException damagedRecord(Path file) {
        Problem problem = new Problem(
                "HF-0620",
                "a record is damaged, or stands in the place of another one",
                file.toString(),
                "it is left as it is; other records can be read",
                "check the integrity, restore a backup, or delete the record");
        return new UnreadableException(problem, Reason.DAMAGED, Revision.ABSENT, null);
    }

    static BusyException inUse(Path directory) {
        return new BusyException(new Problem(
                "HF-0621",
                "another process has this database open",
                directory.toString(),
                "nothing was touched; the other process goes on",
                "use it there, or close it first"));
    }

    static StoreRolledBackException rolledBack(Path file, long found, long expected) {
        return new StoreRolledBackException(
                new Problem(
                        "HF-0622",
                        "an older database was put in the place of this one: it was opened " + found + " times, and "
                                + expected + " are known of",
                        file.toString(),
                        UNCHANGED,
                        "put the newer one back; what must not be turned back, such as keys of a conversation, is to be made anew"));
    }

    static HoldfastException weakSync(Path file, long found) {
        return new HoldfastException(new Problem(
                "HF-0623",
                "SQLite does not sync as it is told: PRAGMA synchronous is " + found,
                file.toString(),
                UNCHANGED,
                "look for another SQLite, or for a setting that the driver takes from the environment"));
    }

    static HoldfastException closed(Path directory) {
        return new HoldfastException(new Problem(
                "HF-0624", "this database is closed", directory.toString(), "nothing was touched", "open it again"));
    }

    static HoldfastException transactionOver(Path file) {
        return new HoldfastException(new Problem(
                "HF-0625",
                "a transaction was used after its end",
                file.toString(),
                "nothing was touched",
                "read and write within the function that was given the transaction"));
    }

    static HoldfastException nested(Path file) {
        return new HoldfastException(new Problem(
                "HF-0626",
                "a transaction was begun within another one of the same thread",
                file.toString(),
                "the inner one has not begun",
                "do all of it in one"));
    }

    static HoldfastException unusableKdf(Path file, IllegalArgumentException cause) {
        return new HoldfastException(
                new Problem(
                        "HF-0627",
                        "the passphrase of this database becomes a key in a way that is not at hand",
                        file.toString(),
                        UNCHANGED,
                        "open it with the algorithm, and at least the limits, that it was made with"),
                cause);
    }

    static HoldfastException occupied(Path directory) {
        return new HoldfastException(new Problem(
                "HF-0628",
                "there is a database already where the backup was to go",
                directory.toString(),
                "both databases are as they were",
                "choose another directory"));
    }

    static HoldfastException noWal(Path file, String mode) {
        return new HoldfastException(new Problem(
                "HF-0629",
                "the database cannot be put into WAL mode: it stays in mode " + mode,
                file.toString(),
                UNCHANGED,
                "move it to a local disk"));
    }

    static StorageException notMade(Path file, IOException cause) {
        return new StorageException(broken(file, State.UNCHANGED), State.UNCHANGED, cause);
    }

    static UnreadableException link(Path file) {
        Problem problem = new Problem(
                "HF-0630",
                "where the database should be there is no plain file",
                file.toString(),
                "nothing was touched",
                "remove the link or whatever it is, or choose another directory");
        return new UnreadableException(problem, Reason.DAMAGED, Revision.ABSENT, null);
    }

    static UnreadableException tooLarge(Object where, Revision revision, long size, int limit) {
        Problem problem = new Problem(
                "HF-0631",
                "the stored content has " + size + " bytes, " + limit + " are allowed",
                where.toString(),
                "it was not read and is left as it is",
                "open the storage with a larger limit");
        return new UnreadableException(problem, Reason.TOO_LARGE, revision, null);
    }

    static HoldfastException tooLargeToWrite(Object where, int size, int limit) {
        return new HoldfastException(new Problem(
                "HF-0632",
                "the new content has " + size + " bytes, " + limit + " are allowed",
                where.toString(),
                "nothing was written",
                "store less, or open the storage with a larger limit"));
    }
}
