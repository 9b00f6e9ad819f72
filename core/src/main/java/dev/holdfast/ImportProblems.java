// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import java.io.IOException;
import java.nio.file.Path;

/** What can go wrong when a session file becomes an account. No text has anything of the file's content. */
final class ImportProblems {

    static final String NOT_REMOVED = "HF-0556";

    private static final String UNTOUCHED =
            "the file and the database are as they were, and there is no account of them";
    private static final String BEGUN = "the file is as it was; the account goes on with it at the next import";
    private static final String AGAIN = "import again";

    private ImportProblems() {}

    static HoldfastException notPlain(Path file, String what) {
        return refused("HF-0540", "this is not a plain file of its own but " + what, file, "name the file itself");
    }

    static HoldfastException unreadable(Path place, IOException cause) {
        return new HoldfastException(
                new Problem(
                        "HF-0541",
                        "this cannot be read: " + cause.getClass().getSimpleName(),
                        place.toString(),
                        UNTOUCHED,
                        "look at its owner and mode and at the disk's health, then " + AGAIN),
                cause);
    }

    static HoldfastException tooLarge(Path file, long size, int limit) {
        return refused(
                "HF-0542",
                "it has " + size + " bytes; a session file has " + limit + " at most",
                file,
                "name a session file");
    }

    static HoldfastException notJson(Path file, String why) {
        return refused("HF-0543", why, file, "look at the file; if it is damaged, sign in instead");
    }

    static HoldfastException misfit(Path file, String why) {
        return refused(
                "HF-0544", "this is not a session file of the form that was named: " + why, file, "name another form");
    }

    static HoldfastException empty(Path file, String field) {
        return refused("HF-0545", field + " is empty", file, "look at the file; if it is damaged, sign in instead");
    }

    static HoldfastException noEndpoint(Path file) {
        return refused(
                "HF-0546",
                "homeserver is no http or https address",
                file,
                "look at the file; if it is damaged, sign in instead");
    }

    static HoldfastException outside(Path databases) {
        return refused(
                "HF-0547",
                "the file's db_path leads out of the directory that databases lie in, or through a symbolic link",
                databases,
                "name the directory that the old app kept its databases in, by its own name");
    }

    static HoldfastException noDatabase(Path databases) {
        return refused(
                "HF-0548",
                "the session's database is not here",
                databases,
                "name the directory that it lies in; if it is lost, import evenWithoutDatabase() or sign in");
    }

    static HoldfastException notMovable(Path database, String why) {
        return refused(
                "HF-0549",
                "this database cannot be moved into an account: " + why,
                database,
                "see to it that it is a directory of its own, of plain files of this user");
    }

    static HoldfastException inUse(Path database) {
        return new HoldfastException(new Problem(
                "HF-0550",
                "a process has files of this database open",
                database.toString(),
                "nothing was moved",
                "stop the old app, then " + AGAIN));
    }

    static KnownAccountException known(String user, Path file) {
        return new KnownAccountException(
                user,
                new Problem(
                        "HF-0551",
                        "this user has an account here, which was not made of this file as it is now",
                        file.toString(),
                        "the account, the file and the database are as they were",
                        "go on with the account and delete the file, or log the account out and " + AGAIN));
    }

    static BusyException busy(Path file) {
        return new BusyException(new Problem(
                "HF-0552", "another import is going on", file.toString(), "nothing was changed by this one", AGAIN));
    }

    static HoldfastException notReadBack(Path file) {
        return new HoldfastException(new Problem(
                "HF-0553",
                "what was sealed does not come back as it was",
                file.toString(),
                BEGUN,
                "look at the key provider and at the disk's health, then " + AGAIN));
    }

    static HoldfastException storeTaken(Path store, Path database) {
        return new HoldfastException(new Problem(
                "HF-0554",
                "the account's store has content of its own, and the database is still at " + database,
                store.toString(),
                BEGUN,
                "keep one of the two: move the other away, then " + AGAIN));
    }

    static HoldfastException notMoved(Path database, HoldfastException cause) {
        return new HoldfastException(
                new Problem(
                        "HF-0555",
                        "the database could not be moved into the account: "
                                + cause.problem().what(),
                        database.toString(),
                        BEGUN + "; the database is whole, here or in the account",
                        cause.advice() + "; then " + AGAIN),
                cause);
    }

    static Problem notRemoved(Path file, IOException cause) {
        return new Problem(
                NOT_REMOVED,
                "the file could not be removed durably: " + cause.getClass().getSimpleName(),
                file.toString(),
                "the account is whole, and does not need it",
                "look at the owner and mode of its directory, and delete it");
    }

    static Problem exposed(Path file) {
        return new Problem(
                "HF-0557",
                "other users of this machine could read the file",
                file.toString(),
                "the account is whole, and sealed",
                "let the server exchange the tokens, or sign in anew, and give the store another passphrase");
    }

    static HoldfastException changing(Path file) {
        return new HoldfastException(new Problem(
                "HF-0558",
                "the file changes faster than it can be imported, or became another user's",
                file.toString(),
                BEGUN,
                "stop the old app, then " + AGAIN));
    }

    private static HoldfastException refused(String code, String what, Path where, String advice) {
        return new HoldfastException(new Problem(code, what, where.toString(), UNTOUCHED, advice));
    }
}
