// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a logout did, step by step, and what is still to do. Prints as a table that a person can read.
 *
 * @param user who logged out; empty for a sign-in that was taken back before the server had named the user
 * @param incarnation the name of the account's directories, which no other account ever has
 * @param steps in the order in which they ran
 * @param places the directories in which nothing of the account may be left
 */
public record LogoutReceipt(String user, String incarnation, List<Step> steps, List<Path> places) {

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
        PENDING
    }

    /**
     * One step.
     *
     * @param name what was to be done
     * @param outcome how it ended
     * @param detail why, or how much
     * @param took how long it took
     */
    public record Step(String name, Outcome outcome, String detail, Duration took) {}

    /** Whether nothing is left to do. */
    public boolean isComplete() {
        return pending().isEmpty();
    }

    /** Whether the server has ended the session. */
    public boolean isRevoked() {
        return steps.stream().anyMatch(step -> step.name().equals(Logout.REVOKE) && step.outcome() == Outcome.DONE);
    }

    /** The steps that the next open goes on with. */
    public List<Step> pending() {
        return steps.stream().filter(step -> step.outcome() == Outcome.PENDING).toList();
    }

    /** The table. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("Logout of ").append(user).append('\n');
        for (Step step : steps) {
            table.append("  %-8s %-14s %5d ms  %s%n"
                    .formatted(
                            step.outcome().name().toLowerCase(Locale.ROOT),
                            step.name(),
                            step.took().toMillis(),
                            step.detail()));
        }
        return table.append(isComplete() ? "  complete" : "  not complete: the next open goes on")
                .toString();
    }
}
