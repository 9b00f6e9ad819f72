// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connections that read: made when they are needed, a few at most, and kept. */
final class Readers<C> {

    private static final int MOST = 4;

    private final Supplier<? extends RuntimeException> refusal;
    private final Consumer<C> closer;
    private final Supplier<C> maker;
    private final Semaphore free = new Semaphore(MOST, true);
    private final Deque<C> idle = new ArrayDeque<>(); // guarded by itself

    private boolean closed; // guarded by idle

    /** @param refusal what is thrown once closed */
    Readers(Supplier<C> maker, Consumer<C> closer, Supplier<? extends RuntimeException> refusal) {
        this.closer = closer;
        this.refusal = refusal;
        this.maker = maker;
    }

    /** Gives a connection to a function, when there is one; interrupts are waited out. */
    <T> T with(Function<? super C, ? extends T> function) {
        free.acquireUninterruptibly();
        try {
            C kept = take();
            C session = kept == null ? maker.get() : kept;
            try {
                return function.apply(session);
            } finally {
                give(session);
            }
        } finally {
            free.release();
        }
    }

    private @Nullable C take() {
        synchronized (idle) {
            if (closed) {
                throw refusal.get();
            }
            return idle.poll();
        }
    }

    private void give(C session) {
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
                idle.forEach(closer);
                idle.clear();
            }
        });
    }
}
