// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a person needs to know of an error. None of its texts ever carries a stored value or a secret.
 *
 * @param code stable, such as {@code HF-0112}; listed in the project's page of errors
 * @param what what happened, as a clause: "the disk is full"
 * @param where the file, scope or document; null if there is no such place
 * @param safe what is certain of the data now, as a clause
 * @param advice what to do next, as a clause
 */
public record Problem(String code, String what, @Nullable String where, String safe, String advice)
        implements Serializable {

    /** The same problem at a place. */
    public Problem at(Object place) {
        return new Problem(code, what, place.toString(), safe, advice);
    }

    /** One line: {@code HF-0112: what (where). Safe: ... Next: ...} */
    @Override
    public String toString() {
        return code + ": " + what + (where == null ? "" : " (" + where + ")") + ". Safe: " + safe + ". Next: " + advice
                + ".";
    }
}
