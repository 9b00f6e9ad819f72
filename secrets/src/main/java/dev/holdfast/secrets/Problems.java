// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;

/** Every problem of this module that is not its class's own; {@code docs/errors/secrets.md} lists them. */
final class Problems {

    private static final String LEFT = "nothing was moved or overwritten";

    private Problems() {}

    static HoldfastException secretClosed() {
        return new HoldfastException(new Problem(
                "HF-0301",
                "a secret was used after it was closed",
                null,
                "nothing was read",
                "read it before closing it"));
    }

    static HoldfastException keysClosed(Owner owner) {
        return new HoldfastException(new Problem(
                "HF-0302",
                "the keys of this account were closed",
                owner.account().toString(),
                "nothing was read or written",
                "open the account again; if it was logged out, sign in"));
    }

    static HoldfastException noProvider(Object where, ProtectionLevel atLeast) {
        return new HoldfastException(new Problem(
                "HF-0304",
                "no key provider of level " + atLeast + " or better can be used",
                where.toString(),
                "no key was created, nothing was sealed",
                "start or unlock one of the providers, or accept a lower level"));
    }

    static Problem notConfigured(Object where, String provider) {
        return new Problem(
                "HF-0305",
                "the keys are at the provider " + provider + ", which is not configured",
                where.toString(),
                LEFT,
                "configure that provider; another one is never taken in its place");
    }

    static HoldfastException noSuchProvider(Object where, String provider) {
        return new HoldfastException(new Problem(
                "HF-0305",
                "there is no key provider " + provider + " among those that are configured",
                where.toString(),
                "the keys are where they were",
                "configure it, or name another one"));
    }

    static Problem tooWeak(Object where, String provider, ProtectionLevel atLeast) {
        return new Problem(
                "HF-0306",
                "the keys are at the provider " + provider + ", which is weaker than the level " + atLeast
                        + " that the app asks for",
                where.toString(),
                LEFT,
                "accept the lower level, and move the keys to a stronger provider with protection().moveTo(...)");
    }

    static HoldfastException refusedLevel(Object where, String provider, ProtectionLevel atLeast) {
        return new HoldfastException(new Problem(
                "HF-0315",
                "the provider " + provider + " is weaker than the level " + atLeast + " that the app asks for",
                where.toString(),
                "the keys are where they were",
                "name a stronger provider, or accept the lower level"));
    }

    static Problem olderKeyset(Object where) {
        return new Problem(
                "HF-0314",
                "the keyset is older than one that was there before: an earlier copy was put back",
                where.toString(),
                LEFT,
                "put the newer one back; if a backup was restored on purpose, say so with protection().trustBackup(); else log"
                        + " the account out and sign in");
    }

    static Problem olderContent(Object where) {
        return new Problem(
                "HF-0324",
                "what is sealed is older than what was there before: an earlier copy was put back",
                where.toString(),
                LEFT,
                "sign in again; if a backup was restored on purpose, say so with protection().trustBackup()");
    }

    static HoldfastException tooManyDataKeys(Object where) {
        return new HoldfastException(new Problem(
                "HF-0316",
                "the keyset has as many data keys as it can have",
                where.toString(),
                "the keys are as they were",
                "finish the rotations, forget the generations that need the earlier keys, and finish again"));
    }

    static Problem wrongKey(Object where, String provider) {
        return new Problem(
                "HF-0307",
                "the key that the provider " + provider + " gives is not the one of this keyset",
                where.toString(),
                LEFT,
                "give the provider the key back with which the keyset was made");
    }

    static Problem damagedKeyset(Object where) {
        return new Problem(
                "HF-0308",
                "the keyset is damaged",
                where.toString(),
                LEFT,
                "restore the file from a backup; without it what is sealed cannot be read");
    }

    static Problem keyLost(Object where, String provider) {
        return new Problem(
                "HF-0309",
                "the provider " + provider + " works and does not have the key of this keyset",
                where.toString(),
                LEFT,
                "restore the provider's own backup, or log the account out and sign in");
    }

    static Problem noKeyset(Object where) {
        return new Problem("HF-0310", "there is no keyset", where.toString(), LEFT, "log the account out and sign in");
    }

    static HoldfastException notFresh(Object where, String why) {
        return new HoldfastException(new Problem(
                "HF-0311",
                "no keys can be made for this account: " + why,
                where.toString(),
                "no key was made or replaced",
                "open the account with the keys that it has"));
    }

    static Problem busy(Object where) {
        return new Problem(
                "HF-0312", "keys are being made by another", where.toString(), "nothing was changed", "try again");
    }

    static Problem newerKeyset(Object where) {
        return newer("HF-0313", "the keyset was written by a newer version", where);
    }

    static Problem newerSeal(Object where) {
        return newer("HF-0323", "it was sealed by a newer version", where);
    }

    private static Problem newer(String code, String what, Object where) {
        return new Problem(code, what, where.toString(), LEFT, "open it with that version");
    }

    static Problem damagedSeal(Object where) {
        return new Problem(
                "HF-0320",
                "the sealed content is damaged, or belongs elsewhere",
                where.toString(),
                LEFT,
                "set it aside; an earlier generation may be whole");
    }

    static Problem notSealed(Object where) {
        return new Problem(
                "HF-0321",
                "the content is not sealed",
                where.toString(),
                LEFT,
                "set it aside; if it is yours, import it");
    }

    static Problem foreignSeal(Object where) {
        return new Problem(
                "HF-0322",
                "it is sealed under a key that this account does not have",
                where.toString(),
                LEFT,
                "put it back where it came from, or restore the keyset that belongs to it");
    }

    static ProviderUnavailableException noCredential(String provider, Object where, String why) {
        return unavailable(
                "HF-0345",
                provider,
                "there is no system credential: " + why,
                where,
                "give the service the credential, as with LoadCredentialEncrypted= in its unit");
    }

    static ProviderUnavailableException openCredential(String provider, Object where, String why) {
        return unavailable(
                "HF-0346",
                provider,
                "the system credential is refused: " + why,
                where,
                "make it a plain file of root or of this user, with the mode 0400; if others could read it, make a new one");
    }

    static ProviderUnavailableException noVariable(String provider, String variable) {
        return unavailable(
                "HF-0347",
                provider,
                "the environment variable with the root key is not set",
                variable,
                "set it for this process, to the key with which the accounts were made");
    }

    static ProviderUnavailableException unfitRoot(String provider, Object where, String why) {
        return unavailable(
                "HF-0348",
                provider,
                "this is not a root key: " + why,
                where,
                "put the right one there; a new one is made with: openssl rand -base64 32");
    }

    private static ProviderUnavailableException unavailable(
            String code, String provider, String what, Object where, String advice) {
        return new ProviderUnavailableException(
                new Problem(code, what, provider + ": " + where, "nothing that is sealed was changed", advice));
    }
}
