// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Revision;
import java.util.List;
import java.util.Optional;

/**
 * A document's value and how it came.
 *
 * @param value never null
 * @param outcome why it is this value
 * @param revision what is stored now, {@link Revision#ABSENT} if nothing is or it is not known
 * @param recovered the generation that the value is from, if it is not what is current
 * @param quarantined where damaged bytes were put, in words for a person
 * @param problem what is wrong and what to do, unless all is well; it carries no stored value
 */
public record Loaded<T>(
        T value,
        LoadOutcome outcome,
        Revision revision,
        Optional<Generation> recovered,
        List<String> quarantined,
        Optional<Problem> problem) {

    /** Copies the list. */
    public Loaded {
        quarantined = List.copyOf(quarantined);
    }

    static <T> Loaded<T> well(T value, LoadOutcome outcome, Revision revision) {
        return new Loaded<>(value, outcome, revision, Optional.empty(), List.of(), Optional.empty());
    }

    static <T> Loaded<T> ill(T value, LoadOutcome outcome, Revision revision, Problem problem) {
        return new Loaded<>(value, outcome, revision, Optional.empty(), List.of(), Optional.of(problem));
    }

    /** @throws FencedException if what is stored could not be read */
    void requireUnfenced() {
        if (outcome.isFenced()) {
            throw new FencedException(outcome, Problems.fenced(outcome, problem.orElseThrow()));
        }
    }

    Loaded<T> withValue(T other) {
        return new Loaded<>(other, outcome, revision, recovered, quarantined, problem);
    }

    Loaded<T> at(Revision now) {
        return new Loaded<>(value, outcome, now, recovered, quarantined, problem);
    }

    Loaded<T> from(Generation generation) {
        return new Loaded<>(value, outcome, revision, Optional.of(generation), quarantined, problem);
    }

    Loaded<T> recovered(Revision now, Problem loss) {
        return new Loaded<>(value, LoadOutcome.RECOVERED, now, recovered, quarantined, Optional.of(loss));
    }

    Loaded<T> quarantined(Revision now, List<String> where) {
        return new Loaded<>(value, outcome, now, recovered, where, problem);
    }

    /** Without the value. */
    @Override
    public String toString() {
        return "Loaded[" + outcome + problem.map(it -> ", " + it).orElse("") + "]";
    }
}
