// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connections that read: made when they are needed, a few at most, and kept until they are renewed. */
final class Readers<C> {

    private static final int MOST = 4;

    private final Supplier<? extends RuntimeException> refusal;
    private final Consumer<C> closer;
    private final Supplier<C> maker;
    private final Semaphore free = new Semaphore(MOST, true);
    private Round<C> current = new Round<>(); // guarded by this
    private boolean closed; // guarded by this

    /** @param refusal what is thrown once closed */
    Readers(Supplier<C> maker, Consumer<C> closer, Supplier<? extends RuntimeException> refusal) {
        this.closer = closer;
        this.refusal = refusal;
        this.maker = maker;
    }

    /** The connections between two renewals; guarded by the readers. */
    private static final class Round<C> {
        final Deque<C> idle = new ArrayDeque<>();
        int using;
    }

    /** Gives a connection to a function, when there is one; interrupts are waited out. */
    <T> T with(Function<? super C, ? extends T> function) {
        free.acquireUninterruptibly();
        try {
            return with(enter(), function);
        } finally {
            free.release();
        }
    }

    private synchronized Round<C> enter() {
        if (closed) {
            throw refusal.get();
        }
        current.using++;
        return current;
    }

    private <T> T with(Round<C> round, Function<? super C, ? extends T> function) {
        C session = null;
        try {
            C kept = idle(round);
            session = kept == null ? maker.get() : kept;
            return function.apply(session);
        } finally {
            leave(round, session);
        }
    }

    private synchronized @Nullable C idle(Round<C> round) {
        return round.idle.poll();
    }

    private synchronized void leave(Round<C> round, @Nullable C session) {
        round.using--;
        notifyAll();
        if (session != null && round == current) {
            round.idle.push(session);
        } else if (session != null) {
            closer.accept(session);
        }
    }

    /** Closes every connection that there is. Waits for those who use one, and not for who comes meanwhile: he gets a new one. */
    synchronized void renew() {
        Round<C> former = current;
        current = new Round<>();
        former.idle.forEach(closer);
        former.idle.clear();
        boolean interrupted = false;
        while (former.using > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets nobody in any more, and closes all. */
    synchronized void close() {
        closed = true;
        renew();
    }
}
