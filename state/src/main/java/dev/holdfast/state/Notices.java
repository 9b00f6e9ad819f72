// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.Problem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What goes to the log. Problems carry no stored value. */
final class Notices {

    private static final Logger LOG = System.getLogger("dev.holdfast.state");

    private Notices() {}

    /** How a load went, unless all is well. */
    static void loaded(Loaded<?> loaded) {
        boolean lost = loaded.outcome().isFenced() || loaded.outcome() == LoadOutcome.CORRUPT;
        loaded.problem().ifPresent(problem -> LOG.log(lost ? Level.ERROR : Level.WARNING, problem::toString));
    }

    /** A load that could not put things in order. */
    static void unsettled(Problem problem) {
        LOG.log(Level.WARNING, problem::toString);
    }
}
