// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.Optional;

/**
 * The root of everything that Holdfast throws. The message tells what happened, where, what is safe now and what to do
 * next; it never carries a stored value or a secret.
 */
public class HoldfastException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /** A problem that nothing else caused. */
    public HoldfastException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    /** @param cause whose message is known to carry no stored value */
    public HoldfastException(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /** All of it. */
    public final Problem problem() {
        return problem;
    }

    /** The stable code, such as {@code HF-0112}. */
    public final String code() {
        return problem.code();
    }

    /** The file, scope or document, if there is such a place. */
    public final Optional<String> where() {
        return Optional.ofNullable(problem.where());
    }

    /** What is certain of the data now. */
    public final String safe() {
        return problem.safe();
    }

    /** What to do next. */
    public final String advice() {
        return problem.advice();
    }
}
