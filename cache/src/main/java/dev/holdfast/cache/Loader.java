// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A caller's function that loads a value, with what every use of it must heed. */
final class Loader<T> {

    private final Callable<? extends T> function;

    Loader(Callable<? extends T> function) {
        this.function = function;
    }

    /** Loads; keeps the thread's interrupt flag, and refuses null. */
    T load() throws Exception {
        try {
            return present(function.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        }
    }

    /** Loads; a checked exception comes as a {@link LoadException}. */
    T loadUnchecked() {
        try {
            return load();
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    /** What to throw to a caller for what a load threw; an error is thrown at once. */
    static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked ? unchecked : new LoadException(thrown);
    }

    /** What a user's function returned, refused if it is null. */
    static <T> T present(@Nullable T value) {
        if (value == null) {
            throw Problems.nothingReturned();
        }
        return value;
    }
}
