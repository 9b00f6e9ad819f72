// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;

/**
 * A database is older than what its keeper knows of: a backup was put back. Nothing was changed. To go on with it could do
 * harm, such as to encrypt with keys that were used before.
 */
public final class StoreRolledBackException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    StoreRolledBackException(Problem problem) {
        super(problem);
    }
}
