// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.storage.Problem;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.State;
import dev.holdfast.testkit.FaultyStorage.Killed;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a {@link FaultyStorage} does at the calls that this stands for: nothing, until one of the methods says what. The
 * last one said holds, for before and after the call apart.
 */
public final class Fault {

    private final List<Operation> operations;
    private final int first;
    private final int last;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Runnable before = () -> {};
    private volatile Runnable after = () -> {};
    private volatile boolean killed;

    Fault(List<Operation> operations, int first, int last) {
        if (operations.isEmpty() || first < 1) {
            throw new IllegalArgumentException("There is no call " + first + " of " + operations);
        }
        this.operations = operations;
        this.first = first;
        this.last = last;
    }

    /** The call does nothing and throws a {@link StorageException} that says so: {@link State#UNCHANGED}. */
    public void failBefore() {
        runBefore(() -> fail(State.UNCHANGED));
    }

    /** The call does nothing and throws a {@link StorageException} that leaves this open: {@link State#UNKNOWN}. */
    public void failUnknownBefore() {
        runBefore(() -> fail(State.UNKNOWN));
    }

    /** The call does its work and throws a {@link StorageException} all the same: {@link State#UNKNOWN}. */
    public void failAfter() {
        runAfter(() -> fail(State.UNKNOWN));
    }

    /** The process is killed before the call does anything. */
    public void killBefore() {
        runBefore(() -> killed = true);
    }

    /** The process is killed when the call has done its work, before its caller hears of it. */
    public void killAfter() {
        runAfter(() -> killed = true);
    }

    /** Something else happens first: another writer's write, say. What it throws, the call throws. */
    public void runBefore(Runnable action) {
        before = action;
    }

    /** Something else happens when the call has done its work. What it throws, the call throws. */
    public void runAfter(Runnable action) {
        after = action;
    }

    /** Whether anything is to happen at this call, which is counted if it is of the operations. */
    boolean isDue(Operation operation) {
        if (!operations.contains(operation)) {
            return killed;
        }
        int call = calls.incrementAndGet();
        return killed || (call >= first && call <= last);
    }

    void before() {
        perform(before);
    }

    void after() {
        perform(after);
    }

    private void perform(Runnable action) {
        if (!killed) {
            action.run();
        }
        if (killed) {
            throw new Killed();
        }
    }

    private static void fail(State state) {
        Problem problem = new Problem(
                "HF-0190",
                "a fault that a test asked for",
                null,
                state == State.UNCHANGED ? "nothing was changed" : "the old content or the new one is there, whole",
                "read again before going on");
        throw new StorageException(problem, state, new IOException("a fault that a test asked for"));
    }
}
