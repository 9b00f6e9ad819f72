// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.channels.FileLock;
import org.jspecify.annotations.Nullable;

/** The time in which this process alone may act on a blob. Used by one thread. */
final class Turn implements AutoCloseable {

    private final Lane lane;
    private final FileLock main;
    private @Nullable FileLock next;
    private StorageException.State state = StorageException.State.UNCHANGED;

    Turn(Lane lane, FileLock next, FileLock main) {
        this.lane = lane;
        this.next = next;
        this.main = main;
    }

    /** What was expected is there: the next process may queue. */
    void won() {
        if (next != null) {
            lane.won(next);
            next = null;
        }
    }

    /** Settles who queues next, by whether what was expected is there. */
    boolean decide(boolean expected) {
        if (expected) {
            won();
        } else {
            lost();
        }
        return expected;
    }

    /** Something else is there: this process stays first in the queue for a moment. */
    private void lost() {
        if (next != null) {
            lane.lost(next);
            next = null;
        }
    }

    /** From here on a failure leaves it open what is current. */
    void changing() {
        state = StorageException.State.UNKNOWN;
    }

    /** What is certain if the turn fails now. */
    StorageException.State state() {
        return state;
    }

    @Override
    public void close() {
        HomeLock.release(main);
        if (next != null) {
            HomeLock.release(next);
        }
    }
}
