// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Gives callers their turn with a blob, and makes of what fails in it an error that says what is certain. */
final class Turns {

    private final Home home;
    private final IoThreads io;

    /** What is done in a turn. */
    interface Step<T> {
        T run(Line line, Turn turn) throws IOException;
    }

    Turns(Home home, IoThreads io) {
        this.home = home;
        this.io = io;
    }

    /** Waits on the caller's thread for the JVM's other threads, then on one of ours for other processes. */
    <T> T take(Line line, Step<T> step) {
        Deadline deadline = home.settings.deadline(home.settings.lockDeadline());
        FairMutex mutex = line.lane().mutex();
        if (!mutex.acquire(deadline)) {
            throw Faults.busy(line.current());
        }
        try {
            return io.run(() -> await(line, deadline, step));
        } finally {
            mutex.release();
        }
    }

    private <T> T await(Line line, Deadline deadline, Step<T> step) {
        try (Turn turn = line.lane().await(deadline)) {
            if (turn == null) {
                throw Faults.busy(line.current());
            }
            return act(line, turn, step);
        } catch (IOException e) {
            throw Faults.failed(line.current(), StorageException.State.UNCHANGED, e);
        }
    }

    private <T> T act(Line line, Turn turn, Step<T> step) throws IOException {
        boolean done = false;
        try {
            home.scopes.requireOwnWay(line.name().scope());
            T result = step.run(line, turn);
            done = true;
            return result;
        } catch (NoSuchFileException e) {
            home.scopes.requireThere(line.name().scope());
            throw Faults.failed(line.current(), turn.state(), e);
        } catch (IOException e) {
            throw Faults.failed(line.current(), turn.state(), e);
        } finally {
            if (!done) {
                line.forget();
            }
        }
    }
}
