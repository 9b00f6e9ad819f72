// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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

    /** Returns once all but {@code busy} of them wait for something. */
    void awaitAllWaitingBut(int busy) {
        while (threads.stream()
                        .filter(thread -> thread.getState() == Thread.State.WAITING)
                        .count()
                < threads.size() - busy) {
            Thread.yield();
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
