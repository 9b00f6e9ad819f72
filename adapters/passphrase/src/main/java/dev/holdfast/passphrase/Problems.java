// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;

/** Every problem of this module; {@code docs/errors/secrets.md} lists them. */
final class Problems {

    private static final String UNCHANGED = "nothing was changed";

    private Problems() {}

    static WrongKeyException wrongPassphrase(String where) {
        return new WrongKeyException(new Problem(
                "HF-0340",
                "this is not the passphrase of this home",
                where,
                UNCHANGED,
                "try again with the passphrase that was chosen, or changed to, last"));
    }

    static ProviderUnavailableException notGiven(String why) {
        return unavailable(
                "HF-0341", "nobody gave the passphrase: " + why, PassphraseKeys.ID, "try again, and give it");
    }

    static ProviderUnavailableException empty() {
        return unavailable(
                "HF-0342",
                "the passphrase is empty, which protects nothing",
                PassphraseKeys.ID,
                "give one that is hard to guess");
    }

    static ProviderUnavailableException damaged(String where) {
        return unavailable(
                "HF-0343",
                "the file by which the passphrase becomes a key is damaged",
                where,
                "restore the file from a backup; without it what is sealed cannot be read");
    }

    static ProviderUnavailableException newer(String where) {
        return unavailable(
                "HF-0344",
                "the file by which the passphrase becomes a key was written by a newer version",
                where,
                "open the home with that version");
    }

    static ProviderUnavailableException missing(String where) {
        return unavailable(
                "HF-0349",
                "the file by which the passphrase becomes a key is not there",
                where,
                "restore the file from a backup; without it what is sealed cannot be read");
    }

    static HoldfastException changedMeanwhile(String where) {
        return new HoldfastException(new Problem(
                "HF-0350",
                "another process changed the passphrase, or what it costs, at this moment",
                where,
                "this change was not made",
                "try again"));
    }

    static HoldfastException nothingOpen() {
        return new HoldfastException(new Problem(
                "HF-0351",
                "no home is open whose keys are under this passphrase",
                null,
                UNCHANGED,
                "open the home and an account with these same keys first"));
    }

    private static ProviderUnavailableException unavailable(String code, String what, String where, String advice) {
        return new ProviderUnavailableException(new Problem(code, what, where, UNCHANGED, advice));
    }
}
