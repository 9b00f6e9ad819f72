// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Threads that all do the same, each with its own result. */
final class Crowd<T> {

    private final List<Thread> threads = new ArrayList<>();
    private final List<FutureTask<T>> tasks = new ArrayList<>();

    static <T> Crowd<T> of(int size, Callable<T> each) {
        Crowd<T> crowd = new Crowd<>();
        for (int i = 0; i < size; i++) {
            FutureTask<T> task = new FutureTask<>(each);
            Thread thread = new Thread(task, "crowd-" + i);
            thread.setDaemon(true);
            crowd.tasks.add(task);
            crowd.threads.add(thread);
        }
        crowd.threads.forEach(Thread::start);
        return crowd;
    }

    /** Returns once each of them waits for something, without a limit of its own. */
    void awaitAllWaiting() {
        while (threads.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
            LockSupport.parkNanos(100_000);
        }
    }

    Stream<Thread> threads() {
        return threads.stream();
    }

    List<T> results() throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            results.add(result(task));
        }
        return results;
    }

    private static <T> T result(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new AssertionError("One of the crowd failed", e.getCause());
        }
    }
}
