// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;

/** The errors of this module, one line each in the project's page of errors. */
final class Problems {

    private Problems() {}

    static HoldfastException newerHome(Object where, long layout) {
        return new HoldfastException(new Problem(
                "HF-0501",
                "this home has layout " + layout + ", made by a newer release",
                where.toString(),
                "nothing was touched",
                "open it with the newer release"));
    }

    static HoldfastException unreadableHome(Object where) {
        return new HoldfastException(new Problem(
                "HF-0502",
                "the home's description cannot be read, or is another app's",
                where.toString(),
                "nothing was touched",
                "look at the file; if it is damaged, move it away and open again"));
    }

    static HoldfastException noHome(Object where) {
        return new HoldfastException(new Problem(
                "HF-0519",
                "there is no home here to be looked at",
                where.toString(),
                "nothing was made",
                "name the directory that at(...) was given, or the storage, or a copy of it"));
    }

    static HoldfastException closed() {
        return new HoldfastException(
                new Problem("HF-0503", "this home or account is closed", null, "nothing was touched", "open it again"));
    }

    static BusyException busy(Object where) {
        return new BusyException(new Problem(
                "HF-0504",
                "another process kept this to itself for too long",
                where.toString(),
                "nothing was changed",
                "try again; if it goes on, look for a process that hangs"));
    }

    static HoldfastException noAccount() {
        return new HoldfastException(
                new Problem("HF-0510", "no such user is signed in", null, "nothing was touched", "sign in first"));
    }

    static HoldfastException otherUser(String where) {
        return new HoldfastException(new Problem(
                "HF-0512",
                "the server named another user than the account's",
                where,
                "the account is as it was; the new session was revoked if the server could be reached",
                "sign the other user in with signIn(...)"));
    }

    static HoldfastException inUse(String where) {
        return new HoldfastException(new Problem(
                "HF-0513",
                "another process, or another part of this one, runs this account's client",
                where,
                "nothing was touched",
                "stop it there first"));
    }

    static HoldfastException openElsewhere(Object where) {
        return new HoldfastException(new Problem(
                "HF-0560",
                "another process, or another part of this one, has this account open",
                where.toString(),
                "nothing was changed",
                "close the account there, and try again"));
    }

    static HoldfastException noSession() {
        return new HoldfastException(new Problem(
                "HF-0514",
                "there is no session yet, or none any more",
                null,
                "nothing was touched",
                "use the handle after sign-in, and not after log-out"));
    }

    static HoldfastException sessionGone(String where) {
        return new HoldfastException(new Problem(
                "HF-0517",
                "this account has no session any more",
                where,
                "its documents and stores are as they were; what was damaged is in quarantine",
                "sign it in again with signIn(account, ...)"));
    }

    static HoldfastException clientFailed(String step, Exception cause) {
        return new HoldfastException(
                new Problem(
                        "HF-0515",
                        "the client factory failed to " + step,
                        null,
                        "nothing of this sign-in is left",
                        "see the cause"),
                cause);
    }

    static HoldfastException nobody() {
        return new HoldfastException(new Problem(
                "HF-0518",
                "the client factory described a user without a name",
                null,
                "at a first sign-in nothing of it is left; at a later one the account is as it was",
                "describe the user by the id that the server gives it"));
    }

    static HoldfastException notClosed(Exception cause) {
        return new HoldfastException(
                new Problem(
                        "HF-0516",
                        "a client did not stop as it should",
                        null,
                        "everything else was closed; what was saved is durable",
                        "see the cause"),
                cause);
    }

    static HoldfastException noExecutor() {
        return new HoldfastException(new Problem(
                "HF-0520",
                "no executor to do this on",
                null,
                "nothing was done",
                "give the home one when it is opened, or call what waits"));
    }
}
