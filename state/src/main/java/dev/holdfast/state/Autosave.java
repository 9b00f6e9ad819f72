// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Saves what {@link Document#updateLater} changed: soon, when the documents are closed, and when the JVM ends. One serves
 * any number of documents, such as all of a home. It has nothing to be closed: a thread and a shutdown hook are there
 * only while a change waits. Safe for use by any number of threads.
 */
public final class Autosave {

    /** Half a second, as long as a person hardly notices. */
    public static final Duration DELAY = Duration.ofMillis(500);

    /** How long the end of the JVM is held up at most; from the design's protocol for the exit. */
    private static final Duration AT_EXIT = Duration.ofSeconds(2);

    /** So many wait at exit for the disk, or for a file that another process has locked. */
    private static final int EXIT_THREADS = 16;

    /** A turn that somebody has is asked for again and again. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Duration delay;
    private final Consumer<SaveFailure> onFailure;
    private final Set<DelayedSave<?>> waiting = new LinkedHashSet<>();

    /** Its own is made when it is first needed. */
    private @Nullable ScheduledExecutorService scheduler;

    /** Registered while something waits. */
    private @Nullable Thread hook;

    private boolean ending;

    private Autosave(Duration delay, Consumer<SaveFailure> onFailure, @Nullable ScheduledExecutorService scheduler) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A delay is zero or more, not " + delay);
        }
        this.delay = delay;
        this.onFailure = onFailure;
        this.scheduler = scheduler;
    }

    /**
     * Saves on a daemon thread of its own.
     *
     * @param delay how long a change may wait. A save begins when the oldest change has waited for half of it, so that
     *     the save is done in time where it takes no longer than the other half.
     * @param onFailure hears of each save that failed, on the thread that tried, with no lock held; it must be quick.
     *     What it throws is logged
     * @throws IllegalArgumentException if the delay is negative
     */
    public static Autosave after(Duration delay, Consumer<SaveFailure> onFailure) {
        return new Autosave(delay, onFailure, null);
    }

    /**
     * Saves on a scheduler of the caller's, which is not shut down.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    public static Autosave after(Duration delay, Consumer<SaveFailure> onFailure, ScheduledExecutorService scheduler) {
        return new Autosave(delay, onFailure, scheduler);
    }

    private static ScheduledExecutorService ownThread() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(null, work, "holdfast-save", 0, false);
            thread.setDaemon(true);
            return thread;
        });
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** How long the oldest change waits for its save to begin: half of the delay is left for the save itself. */
    Duration firstWait() {
        Duration half = delay.dividedBy(2);
        return half.compareTo(SHORTEST) < 0 ? SHORTEST : half;
    }

    Consumer<SaveFailure> onFailure() {
        return onFailure;
    }

    /**
     * Runs the save after the time.
     *
     * @throws IllegalStateException if the JVM is ending
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler was shut down
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a save reports its failures itself
    void schedule(DelayedSave<?> save, Duration after) {
        add(save).schedule(save, TimeUnit.NANOSECONDS.convert(after), TimeUnit.NANOSECONDS); // for ever at most
    }

    private ScheduledExecutorService add(DelayedSave<?> save) {
        synchronized (waiting) {
            if (ending) {
                throw new IllegalStateException("The JVM is ending");
            }
            if (waiting.isEmpty()) {
                hook = new Thread(null, this::saveAtExit, "holdfast-exit", 0, false);
                Runtime.getRuntime().addShutdownHook(hook);
            }
            waiting.add(save);
            return scheduler();
        }
    }

    private ScheduledExecutorService scheduler() {
        ScheduledExecutorService known = scheduler;
        if (known == null) {
            known = ownThread();
            scheduler = known;
        }
        return known;
    }

    /** Nothing waits there any more, unless the save is scheduled again. */
    void remove(DelayedSave<?> save) {
        synchronized (waiting) {
            if (!save.isScheduled() && waiting.remove(save) && waiting.isEmpty()) {
                unhook();
            }
        }
    }

    private void unhook() {
        try {
            Runtime.getRuntime().removeShutdownHook(requireNonNull(hook));
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs.
        }
    }

    /** On threads that may be left behind. Several: a disk syncs many files in little more time than one. */
    private void saveAtExit() {
        long end = System.nanoTime() + AT_EXIT.toNanos();
        Queue<DelayedSave<?>> due = new ConcurrentLinkedQueue<>(drained());
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < EXIT_THREADS; i++) {
            threads.add(exitThread(() -> saveAtExit(due, threads)));
        }
        for (Thread each = threads.poll(); each != null; each = threads.poll()) {
            join(each, end);
        }
    }

    /** What somebody may hold for ever, who ends the JVM in the middle of a change, say, gets a thread of its own. */
    private static void saveAtExit(Queue<DelayedSave<?>> due, Queue<Thread> threads) {
        for (DelayedSave<?> each = due.poll(); each != null; each = due.poll()) {
            DelayedSave<?> save = each;
            if (!save.saveAtExit()) {
                threads.add(exitThread(() -> save.saveAtExit(AT_EXIT)));
            }
        }
    }

    private List<DelayedSave<?>> drained() {
        synchronized (waiting) {
            ending = true;
            return List.copyOf(waiting);
        }
    }

    private static Thread exitThread(Runnable work) {
        Thread thread = new Thread(null, work, "holdfast-exit", 0, false);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread, long end) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
