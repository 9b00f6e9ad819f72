// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.SecretString;
import java.util.Optional;

/** Asks a person for the passphrase: a dialog, a line on the console. Written by the app. */
@FunctionalInterface
public interface PassphrasePrompt {

    /** What the person has to know. */
    enum Occasion {
        /** There is no passphrase yet: the person chooses one, and should type it twice. */
        CHOOSE,
        /** The passphrase that was chosen before is needed. */
        UNLOCK,
        /** The same, and the one that was given last was wrong. */
        UNLOCK_AGAIN
    }

    /**
     * Asks once. What it throws counts as no answer; nothing of it is shown or kept but its kind.
     *
     * @param appId whose data it protects, such as {@code "org.example.chat"}
     * @return what was typed, which is then closed by the caller; empty if the person does not want to
     */
    Optional<SecretString> ask(String appId, Occasion occasion);
}
