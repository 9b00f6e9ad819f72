// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.HoldfastException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Runs everything that has to be closed, whatever fails; then throws the first failure, with the others in it. */
@SuppressWarnings("ReferenceEquality") // nothing may be suppressed in itself
final class Cleanup {

    private @Nullable Throwable first;

    /** Something to be closed. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** One thing to be closed, done. */
    static Cleanup of(Action action) {
        Cleanup cleanup = new Cleanup();
        cleanup.run(action);
        return cleanup;
    }

    void run(Action action) {
        try {
            action.run();
        } catch (Throwable e) {
            add(e);
        }
    }

    private void add(Throwable e) {
        if (first == null) {
            first = e;
        } else if (first != e) {
            first.addSuppressed(e);
        }
    }

    /** Adds what failed to the exception that made this clean-up necessary. */
    void addTo(Throwable reason) {
        if (first != null && first != reason) {
            reason.addSuppressed(first);
        }
    }

    /** Tells the log of the kind of what failed, not of its text, which may be anything. */
    void log(String message) {
        if (first != null) {
            Log.LOGGER.log(Level.WARNING, message + ": {0}", first.getClass().getName());
        }
    }

    /** @throws HoldfastException HF-0516 with a checked exception as its cause; others are thrown as they are */
    void rethrow() {
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (first instanceof Exception checked) {
            throw Problems.notClosed(checked);
        }
    }
}
