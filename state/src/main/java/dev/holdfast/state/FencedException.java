// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;

/**
 * A write to a document that could not be read. Nothing was written; {@link Document#overwrite} writes all the same, and
 * {@link Document#load} looks again.
 */
public final class FencedException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    private final LoadOutcome outcome;

    FencedException(LoadOutcome outcome, Problem problem) {
        super(problem);
        this.outcome = outcome;
    }

    /** Why the document is fenced. */
    public LoadOutcome outcome() {
        return outcome;
    }
}
