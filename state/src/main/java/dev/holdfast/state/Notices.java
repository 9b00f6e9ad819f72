// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import java.lang.System.Logger.Level;

/** What goes to the log. Problems carry no stored value. */
final class Notices {

    private Notices() {}

    /** How a load went, unless all is well. */
    static void loaded(Loaded<?> loaded) {
        boolean lost = loaded.outcome().isFenced() || loaded.outcome() == LoadOutcome.CORRUPT;
        loaded.problem().ifPresent(problem -> Log.LOGGER.log(lost ? Level.ERROR : Level.WARNING, problem::toString));
    }

    /** A load that could not put things in order. */
    static void unsettled(Problem problem) {
        Log.LOGGER.log(Level.WARNING, problem::toString);
    }

    /** A save in the background that failed. */
    static void unsaved(SaveFailure failure) {
        Log.LOGGER.log(Level.WARNING, failure.cause().problem()::toString);
    }

    /** What waited when the JVM ended, and could not be saved. */
    static void exit(Throwable cause) {
        Log.LOGGER.log(Level.ERROR, () -> Problems.unsavedAtExit(reason(cause)).toString());
    }

    /** What an observer or listener threw may quote the value: only its class is told. */
    static void listener(Throwable thrown) {
        Log.LOGGER.log(Level.ERROR, () -> "A listener to a document threw " + reason(thrown));
    }

    /** A look that will be taken again with the next hint. */
    static void look(RuntimeException cause) {
        Log.LOGGER.log(Level.DEBUG, () -> "What changed could not be looked at: " + reason(cause));
    }

    private static String reason(Throwable thrown) {
        return thrown instanceof HoldfastException ours
                ? ours.problem().toString()
                : thrown.getClass().getName();
    }
}
