// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static java.util.Objects.requireNonNull;

import dev.holdfast.storage.ScopeGoneException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One change that waits to be committed with others, and the thread that waits for it. */
final class Member<T> {

    private final Thread thread = Thread.currentThread();
    private final Function<BlobWrites, T> change;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private volatile boolean leads;
    private volatile boolean ended;

    Member(Function<BlobWrites, T> change) {
        this.change = change;
    }

    /** Makes the change. A refusal is a result like others: it has changed nothing, and is the caller's alone. */
    void apply(BlobWrites writes) {
        failure = null;
        try {
            result = change.apply(writes);
        } catch (ScopeGoneException e) {
            failure = e;
        }
    }

    void fail(Throwable why) {
        failure = why;
    }

    /** The caller's thread is told to commit. */
    void lead() {
        leads = true;
        LockSupport.unpark(thread);
    }

    /** The caller's thread is told that it is done. */
    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    /** Until it is to lead, or has ended. An interrupt costs it nothing, and is kept. */
    boolean awaitsLead() {
        boolean interrupted = false;
        while (!leads && !ended) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            thread.interrupt();
        }
        return !ended;
    }

    T outcome() {
        Throwable why = failure;
        if (why instanceof Error error) {
            throw error;
        }
        if (why instanceof RuntimeException problem) {
            throw problem;
        }
        return requireNonNull(result);
    }
}
