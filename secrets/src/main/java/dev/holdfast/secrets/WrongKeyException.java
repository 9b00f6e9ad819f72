// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;

/**
 * What a key provider was given is not what its key was made with: another passphrase. Nothing was changed; the right one
 * opens all that was sealed.
 */
public final class WrongKeyException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    /** A key that does not fit. */
    public WrongKeyException(Problem problem) {
        super(problem);
    }
}
