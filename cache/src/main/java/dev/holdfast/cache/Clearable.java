// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Something that can forget what it holds, on the thread it belongs to. */
@FunctionalInterface
public interface Clearable {

    /**
     * Forgets everything. It never waits: what belongs to another thread is sent there, and the stage says when it is
     * done. Called from any thread, any number of times.
     *
     * @return completed once nothing is held any more, or failed
     */
    CompletionStage<Void> clear();

    /**
     * Forgets everything, and from then on keeps nothing that is put in: its owner has logged out. As {@link #clear()} in
     * all else. What has nothing to keep it from being filled again is cleared.
     */
    default CompletionStage<Void> clearForGood() {
        return clear();
    }

    /** Something that {@code action} clears on whatever thread asks for it; it must be quick and safe on any. */
    static Clearable of(Runnable action) {
        return on(Runnable::run, action);
    }

    /** Something that {@code action} clears on {@code executor}. */
    static Clearable on(Executor executor, Runnable action) {
        return () -> CompletableFuture.runAsync(action, executor);
    }

    /**
     * Something that {@code action} clears on a thread that can be told from others: at once when that is the current one,
     * which then need not come back to its queue.
     *
     * @param executor runs tasks on that thread, such as {@code SwingUtilities::invokeLater}
     * @param onThread whether the current thread is that thread, such as {@code SwingUtilities::isEventDispatchThread};
     *     called from any
     */
    static Clearable on(Executor executor, BooleanSupplier onThread, Runnable action) {
        return () -> CompletableFuture.runAsync(action, onThread.getAsBoolean() ? Runnable::run : executor);
    }
}
