// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.Problem;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a load of a document would come to, without the load. Its text tells places and kinds of values, never a value.
 *
 * @param location where the document is, in words for a person
 * @param outcome of the load
 * @param from the version of the data that it would take; empty if there are none that can be read
 * @param to the schema's version
 * @param isStored whether the load would store what it made
 * @param pinned how many generations it would keep for good
 * @param quarantined how many damaged revisions it would put into quarantine
 * @param diff from those data to what the next save would store; empty where nothing would be written
 * @param problem what the app would be told, unless all is well; it carries no stored value
 */
public record Rehearsed(
        String location,
        LoadOutcome outcome,
        OptionalLong from,
        int to,
        boolean isStored,
        int pinned,
        int quarantined,
        Diff diff,
        Optional<Problem> problem) {

    /** Whether the data would be there, whole, and writable. */
    public boolean isWell() {
        return !outcome.isFenced() && !outcome.isDamaged();
    }

    Rehearsed at(String place) {
        return new Rehearsed(place, outcome, from, to, isStored, pinned, quarantined, diff, problem);
    }

    /** The text with the values in it, for eyes that may see them. */
    public String withValues() {
        return text(diff.withValues());
    }

    @Override
    public String toString() {
        return text(diff.toString());
    }

    private String text(String differences) {
        StringBuilder text = new StringBuilder(location).append(": ").append(outcome);
        from.ifPresent(version ->
                text.append(", version ").append(version).append(" -> ").append(to));
        text.append(pinned > 0 ? ", " + pinned + " to be pinned" : "");
        text.append(quarantined > 0 ? ", " + quarantined + " to quarantine" : "");
        text.append(isStored ? ", to be stored" : "");
        problem.ifPresent(it -> text.append("\n  ").append(it));
        if (!differences.isEmpty()) {
            text.append("\n  ").append(differences.replace("\n", "\n  "));
        }
        return text.toString();
    }
}
