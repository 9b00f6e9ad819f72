// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Holds what is scheduled until the test runs it, on the test's thread. Starts no thread. */
final class HeldScheduler extends ScheduledThreadPoolExecutor {

    private final Queue<Runnable> held = new ArrayDeque<>();
    private final List<Duration> delays = new ArrayList<>();
    private Optional<Error> refusal = Optional.empty();
    private boolean refuses;

    HeldScheduler() {
        super(1);
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        refusal.ifPresent(error -> {
            throw error;
        });
        if (refuses) {
            throw new RejectedExecutionException();
        }
        held.add(command);
        delays.add(Duration.of(delay, unit.toChronoUnit()));
        return new Held();
    }

    synchronized void refuse() {
        refuses = true;
    }

    synchronized void refuse(Error with) {
        refusal = Optional.of(with);
    }

    synchronized void allow() {
        refusal = Optional.empty();
    }

    synchronized int size() {
        return held.size();
    }

    /** The delays asked for since this was last asked. */
    synchronized List<Duration> takeDelays() {
        List<Duration> taken = List.copyOf(delays);
        delays.clear();
        return taken;
    }

    /** Runs what is held now, not what that schedules. */
    void run() {
        List<Runnable> due;
        synchronized (this) {
            due = List.copyOf(held);
            held.clear();
        }
        due.forEach(Runnable::run);
    }

    /** Nobody asks. */
    private static final class Held implements ScheduledFuture<Void> {

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCancelled() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isDone() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Void get() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Void get(long timeout, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }
}
