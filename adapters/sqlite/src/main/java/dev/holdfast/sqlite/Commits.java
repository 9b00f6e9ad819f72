// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Commits changes in groups: those who come while a group is being committed are the next one, so that many share one sync.
 * The first of a group does it, on its own thread. Each change is compared and made, or refused, by itself; if one of them
 * fails, they are committed one by one; but not if somebody else has the lock, who was waited for already.
 */
final class Commits {

    private static final int MOST = 256;

    private final Consumer<Consumer<BlobWrites>> transactions;
    private final Supplier<? extends RuntimeException> refusal;
    private final Deque<Member<?>> waiting = new ArrayDeque<>(); // guarded by this
    private boolean led; // guarded by this
    private boolean closed; // guarded by this

    /**
     * @param transactions runs something as one
     * @param refusal what is thrown once closed
     */
    Commits(Consumer<Consumer<BlobWrites>> transactions, Supplier<? extends RuntimeException> refusal) {
        this.transactions = transactions;
        this.refusal = refusal;
    }

    /** Makes a change; it is durable when this returns. */
    <T> T run(Function<BlobWrites, T> change) {
        Member<T> member = new Member<>(change);
        join(member);
        if (member.awaitsLead()) {
            commitNext();
        }
        return member.outcome();
    }

    private synchronized void join(Member<?> member) {
        if (closed) {
            throw refusal.get();
        }
        waiting.add(member);
        if (!led) {
            led = true;
            member.lead();
        }
    }

    private void commitNext() {
        List<Member<?>> group = next();
        try {
            commit(group);
        } finally {
            handOver();
            group.forEach(Member::end);
        }
    }

    private synchronized List<Member<?>> next() {
        List<Member<?>> group = new ArrayList<>();
        while (!waiting.isEmpty() && group.size() < MOST) {
            group.add(waiting.remove());
        }
        return group;
    }

    private synchronized void handOver() {
        Member<?> next = waiting.peek();
        led = next != null;
        if (next != null) {
            next.lead();
        } else {
            notifyAll();
        }
    }

    private void commit(List<Member<?>> group) {
        try {
            transactions.accept(writes -> group.forEach(member -> member.apply(writes)));
        } catch (Throwable e) {
            if (group.size() == 1 || isUnknown(e) || e instanceof BusyException) {
                group.forEach(member -> member.fail(e));
            } else {
                group.forEach(member -> commit(List.of(member)));
            }
        }
    }

    /** Whether any of it may have happened. */
    private static boolean isUnknown(Throwable failure) {
        return failure instanceof StorageException known && known.state() == StorageException.State.UNKNOWN;
    }

    /** Lets nobody in any more, and waits for those who are; whether this is the first time. */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        boolean interrupted = false;
        while (led) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return first;
    }
}
