// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.state.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a logout did, step by step, and what is still to do. Prints as a table that a person can read, and as JSON that can
 * be stored and sent. It never holds a secret.
 *
 * @param user who logged out; empty where that is not known, as for a sign-in that was taken back before the server had
 *     named the user
 * @param incarnation the name of the account's directories, which no other account ever has
 * @param steps in the order in which they ran
 * @param places the directories in which nothing of the account may be left
 */
public record LogoutReceipt(String user, String incarnation, List<Step> steps, List<Path> places) {

    private static final long FORMAT = 1;

    /** Copies the lists. */
    public LogoutReceipt {
        steps = List.copyOf(steps);
        places = List.copyOf(places);
    }

    /** How a step ended. */
    public enum Outcome {
        /** Done, and seen to be done. */
        DONE,
        /** There was nothing to do, or it cannot be done any more; the detail says which. */
        SKIPPED,
        /** Not done yet; the next open goes on with it. */
        PENDING,
        /**
         * The log-out could not be noted, and nothing else was tried: the account is as it was, unless the detail is of an
         * error that leaves that open; the next open tells then. Only {@link Holdfast#logOutAll} gives it.
         */
        FAILED;

        boolean isSettled() {
            return this == DONE || this == SKIPPED;
        }
    }

    /**
     * One step.
     *
     * @param name what was to be done
     * @param outcome how it ended
     * @param detail why, or how much
     * @param took how long it took
     */
    public record Step(String name, Outcome outcome, String detail, Duration took) {

        private JsonObject toJson(Redaction redaction) {
            return JsonObject.empty()
                    .with("name", name)
                    .with("outcome", lower(outcome))
                    .with("detail", redaction.of(detail))
                    .with("milliseconds", took.toMillis());
        }
    }

    /** Whether nothing is left to do. */
    public boolean isComplete() {
        return pending().isEmpty();
    }

    /** Whether the server has ended the session. */
    public boolean isRevoked() {
        return steps.stream().anyMatch(step -> step.name().equals(Logout.REVOKE) && step.outcome() == Outcome.DONE);
    }

    /** The steps that are still to be done: the next open goes on with them, unless the log-out has {@linkplain Outcome#FAILED not begun}. */
    public List<Step> pending() {
        return steps.stream().filter(step -> !step.outcome().isSettled()).toList();
    }

    /**
     * The receipt to be stored or sent: fields {@code receipt}, the version of this form, 1; {@code incarnation};
     * {@code complete} and {@code revoked}; and {@code steps}, each with {@code name}, {@code outcome} in lower case,
     * {@code detail}, {@code milliseconds}. Fields may be added, none is renamed. It tells nothing of the person or the
     * machine: no user, no endpoint, no place; in details that have such, dots stand instead.
     */
    public JsonObject toJson() {
        Redaction redaction = new Redaction(user);
        return JsonObject.empty()
                .with("receipt", FORMAT)
                .with("incarnation", incarnation)
                .with("complete", isComplete())
                .with("revoked", isRevoked())
                .with(
                        "steps",
                        steps.stream().map(step -> step.toJson(redaction)).toList());
    }

    /** The table. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("Logout of ").append(user).append('\n');
        for (Step step : steps) {
            table.append("  %-8s %-14s %5d ms  %s%n"
                    .formatted(lower(step.outcome()), step.name(), step.took().toMillis(), step.detail()));
        }
        return table.append("  ").append(end()).toString();
    }

    private String end() {
        if (isComplete()) {
            return "complete";
        }
        boolean begun = steps.stream().noneMatch(step -> step.outcome() == Outcome.FAILED);
        return begun ? "not complete: the next open goes on" : "not begun";
    }

    private static String lower(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
