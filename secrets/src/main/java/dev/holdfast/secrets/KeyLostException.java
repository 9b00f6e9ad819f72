// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;

/**
 * The keys of an account are gone for good: its provider is healthy and does not have them, or its keyset is not there.
 * What is sealed under them cannot be read again, unless a backup brings them back. Nothing was moved.
 */
public final class KeyLostException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    /** A key that is not there. */
    public KeyLostException(Problem problem) {
        super(problem);
    }
}
