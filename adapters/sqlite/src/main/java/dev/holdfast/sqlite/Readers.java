// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connections that read: made when they are needed, a few at most, and kept. */
final class Readers {

    private static final int MOST = 4;

    private final Path directory;
    private final Supplier<Session> maker;
    private final Semaphore free = new Semaphore(MOST, true);
    private final Deque<Session> idle = new ArrayDeque<>(); // guarded by itself

    private boolean closed; // guarded by idle

    /** @param directory for errors */
    Readers(Path directory, Supplier<Session> maker) {
        this.directory = directory;
        this.maker = maker;
    }

    /** Gives a connection to a function, when there is one; interrupts are waited out. */
    <T> T with(Function<? super Session, ? extends T> function) {
        free.acquireUninterruptibly();
        try {
            Session kept = take();
            Session session = kept == null ? maker.get() : kept;
            try {
                return function.apply(session);
            } finally {
                give(session);
            }
        } finally {
            free.release();
        }
    }

    private @Nullable Session take() {
        synchronized (idle) {
            if (closed) {
                throw Problems.closed(directory);
            }
            return idle.poll();
        }
    }

    private void give(Session session) {
        synchronized (idle) {
            idle.push(session);
        }
    }

    /** Runs something while nobody reads, after those who do have ended. */
    void without(Runnable action) {
        free.acquireUninterruptibly(MOST);
        try {
            action.run();
        } finally {
            free.release(MOST);
        }
    }

    void close() {
        without(() -> {
            synchronized (idle) {
                closed = true;
                idle.forEach(Session::close);
                idle.clear();
            }
        });
    }
}
