// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.storage.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** What keeps a keyring from answering. No text has a key in it, nor anything that a service said but an error's name. */
final class Problems {

    private static final String UNCHANGED = "nothing that is sealed was changed";
    private static final String ERRORS = "org.freedesktop.DBus.Error.";

    private Problems() {}

    static ProviderUnavailableException noBus(String why) {
        return unavailable(
                "HF-0360",
                "there is no session bus to reach a keyring by: " + why,
                "start the program from the person's log-in session; a service is better off with another key provider");
    }

    static ProviderUnavailableException noCollection() {
        return unavailable(
                "HF-0363",
                "the keyring has no default collection to keep keys in",
                "log in to the desktop, or make a default keyring in its settings, and try again");
    }

    static ProviderUnavailableException locked() {
        return unavailable(
                "HF-0364",
                "the keyring is locked, or wants a person's leave, and nobody is asked now",
                "unlock the keyring and try again");
    }

    static ProviderUnavailableException dismissed() {
        return unavailable(
                "HF-0365",
                "the person was asked to unlock the keyring, and did not want to",
                "try again when the person wants to");
    }

    static ProviderUnavailableException nobodyAnswered(Duration patience) {
        return unavailable(
                "HF-0366",
                "the person was asked to unlock the keyring, and did not answer within " + patience.toSeconds() + " s",
                "unlock the keyring and try again");
    }

    static ProviderUnavailableException silent() {
        return unavailable(
                "HF-0367",
                "the keyring does not answer in time",
                "try again; if it stays silent, restart the keyring or log in anew");
    }

    static ProviderUnavailableException switchedOff(String by) {
        return unavailable("HF-0370", "the keyring is switched off by " + by, "unset that and try again");
    }

    static ProviderUnavailableException noNativeAccess() {
        return unavailable(
                "HF-0371",
                "the library JNA, by which this system's keyring is called, is not there or does not load",
                "put net.java.dev.jna:jna on the class path, or on the module path with --add-modules com.sun.jna");
    }

    /** @param status what the system's function returned */
    static ProviderUnavailableException refused(String keyring, int status) {
        return unavailable(
                "HF-0372",
                keyring + " refuses, with the status " + status,
                "look the status up in the system's documentation, and try again");
    }

    /** What a failure on the way to the keyring, or there, means. */
    static ProviderUnavailableException of(IOException e) {
        if (e instanceof ErrorReply reply) {
            return of(reply);
        }
        if (e instanceof SocketTimeoutException) {
            return silent();
        }
        if (e instanceof ConnectException) {
            return unavailable(
                    "HF-0361",
                    "nobody listens at the socket of the session bus",
                    "log in anew, or correct $DBUS_SESSION_BUS_ADDRESS");
        }
        return unavailable(
                "HF-0368",
                "the session bus or the keyring breaks off or breaks the protocol: " + e.getMessage(),
                "try again; if it stays so, restart the keyring or log in anew");
    }

    private static ProviderUnavailableException of(ErrorReply reply) {
        if (reply.isOf(ERRORS + "ServiceUnknown", ERRORS + "NameHasNoOwner") || reply.isUnder(ERRORS + "Spawn.")) {
            return unavailable(
                    "HF-0362",
                    "there is no keyring on the session bus, and none can be started",
                    "install or start one that offers org.freedesktop.secrets, such as gnome-keyring, KWallet or KeePassXC");
        }
        if (reply.isOf(ERRORS + "NoReply", ERRORS + "Timeout", ERRORS + "TimedOut")) {
            return silent();
        }
        if (reply.isOf("org.freedesktop.Secret.Error.IsLocked")) {
            return locked();
        }
        return unavailable(
                "HF-0369",
                "the keyring refuses, with " + reply.getMessage(),
                "look at the keyring's own program or log, and try again");
    }

    static ProviderUnavailableException notDurable(IOException e) {
        return unavailable(
                "HF-0373",
                "the directory of the keyring cannot be synced: " + e.getClass().getSimpleName(),
                "look at the disk; until then a power cut may undo what the keyring did last");
    }

    private static ProviderUnavailableException unavailable(String code, String what, String advice) {
        return new ProviderUnavailableException(new Problem(code, what, OsKeyring.ID, UNCHANGED, advice));
    }
}
