// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.SecretString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A person at a prompt, who types what the test says, and remembers what was asked. */
final class Typist implements PassphrasePrompt {

    private final List<Occasion> occasions = Collections.synchronizedList(new ArrayList<>());
    private final List<SecretString> typed = Collections.synchronizedList(new ArrayList<>());
    private volatile Optional<String> text;

    Typist(String text) {
        this.text = Optional.of(text);
    }

    void types(String other) {
        text = Optional.of(other);
    }

    void declines() {
        text = Optional.empty();
    }

    List<Occasion> occasions() {
        return List.copyOf(occasions);
    }

    /** Everything that was given away. */
    List<SecretString> typed() {
        return List.copyOf(typed);
    }

    @Override
    public Optional<SecretString> ask(String appId, Occasion occasion) {
        occasions.add(occasion);
        Optional<SecretString> answer = text.map(SecretString::copyOf);
        answer.ifPresent(typed::add);
        return answer;
    }
}
