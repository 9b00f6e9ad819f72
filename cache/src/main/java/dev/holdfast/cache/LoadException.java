// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

/**
 * A loader threw a checked exception, which is the {@linkplain #getCause() cause}. Nothing was stored; the next get loads
 * again.
 *
 * <p>The message names the cause's class alone: its text is the loader's own, and may carry what was being loaded.
 */
public final class LoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LoadException(Throwable cause) {
        super(Problems.loadFailed(cause), cause);
    }
}
