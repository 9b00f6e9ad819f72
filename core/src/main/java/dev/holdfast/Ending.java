// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The turn of those who end an account; others wait. Who has the turn needs the threads of the account's caches, and one
 * of them may be among those who wait: that one clears what is its own, then waits on. An interrupt is waited out, and the
 * thread's flag kept.
 */
final class Ending {

    private final Runnable clearMine;
    private @Nullable Thread owner; // guarded by this
    private boolean clearing; // guarded by this

    /** @param clearMine clears for good, without waiting, what belongs to the current thread */
    Ending(Runnable clearMine) {
        this.clearMine = clearMine;
    }

    /** Does something alone. Who has the turn already just does it. */
    <T> T alone(Supplier<T> action) {
        if (isMine()) {
            return action.get();
        }
        if (await(false)) {
            clearMine.run();
            await(true);
        }
        try {
            return action.get();
        } finally {
            pass(null, false);
        }
    }

    private synchronized boolean isMine() {
        return owner == Thread.currentThread();
    }

    /** From now on, until the turn is passed on, who waits is needed to clear its caches. */
    synchronized void beginClearing() {
        pass(owner, true);
    }

    private synchronized void pass(@Nullable Thread next, boolean clears) {
        owner = next;
        clearing = clears;
        notifyAll();
    }

    /** Waits for the turn, and takes it; true, without it, if this thread is needed before. */
    private synchronized boolean await(boolean cleared) {
        boolean interrupted = false;
        while (owner != null && (cleared || !clearing)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        boolean needed = owner != null;
        if (!needed) {
            owner = Thread.currentThread();
        }
        return needed;
    }
}
