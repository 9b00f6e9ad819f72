// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.Watch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One that is told of changes. Nothing is queued for it: when its executor gets to it, it is told of the value of that
 * moment, if that differs from the one it knows. So it sees values in their order, perhaps not all of them, and the last
 * one for certain.
 *
 * <p>What it is told comes one after the other, each as a task of its own, so that an executor with other work gets to
 * that as well.
 */
final class Subscription<T> implements Flow.Subscription, Watch {

    /** There is nothing to tell. */
    private static final int IDLE = 0;

    /** A task has been given to the executor, and will look. */
    private static final int DUE = 1;

    /** There was another signal: the task may have looked before that. */
    private static final int AGAIN = 2;

    private final Supplier<@Nullable T> current;
    private final Executor executor;
    private final Consumer<Subscription<T>> onEnd;
    private final AtomicLong demand = new AtomicLong();

    private final AtomicInteger signals = new AtomicInteger(IDLE);

    private volatile Flow.@Nullable Subscriber<? super T> subscriber;
    private volatile boolean refused;
    private volatile boolean completed;
    private volatile @Nullable T last;

    // Touched by one task after the other.
    private boolean begun;
    private @Nullable T known;

    Subscription(
            Supplier<@Nullable T> current,
            Executor executor,
            Flow.Subscriber<? super T> subscriber,
            Consumer<Subscription<T>> onEnd) {
        this.current = current;
        this.executor = executor;
        this.subscriber = subscriber;
        this.onEnd = onEnd;
        this.known = current.get();
    }

    /** Ends a subscription that could not begin, by the rules of {@link Flow}. */
    static void refuse(Flow.Subscriber<?> subscriber, RuntimeException why) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                // There is nothing to ask for.
            }

            @Override
            public void cancel() {
                // There is nothing to cancel.
            }
        });
        subscriber.onError(why);
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            refused = true;
        } else {
            demand.accumulateAndGet(count, Subscription::sum);
        }
        signal();
    }

    private static long sum(long asked, long more) {
        return asked > Long.MAX_VALUE - more ? Long.MAX_VALUE : asked + more;
    }

    @Override
    public void cancel() {
        subscriber = null;
        last = null;
        onEnd.accept(this);
    }

    /** Ends the subscription: no call begins after this has returned. */
    @Override
    public void close() {
        cancel();
    }

    /** @param value the last one; null if there is none */
    void complete(@Nullable T value) {
        if (!completed) {
            last = value;
            completed = true;
            signal();
        }
    }

    /** There may be something to tell. */
    void signal() {
        if (signals.get() < AGAIN && signals.getAndUpdate(Subscription::next) == IDLE) {
            execute();
        }
    }

    private static int next(int state) {
        return state == IDLE ? DUE : AGAIN;
    }

    private void execute() {
        Task task = new Task();
        try {
            executor.execute(task);
            task.isHandedOver = true;
        } catch (RuntimeException | Error e) { // there are others to tell
            Notices.listener(e);
            cancel();
        }
    }

    private void tell() {
        Flow.Subscriber<? super T> told = subscriber;
        if (told == null) {
            return;
        }
        try {
            tell(told);
        } catch (RuntimeException | Error e) { // the executor has others to serve
            Notices.listener(e);
            cancel();
        }
    }

    private void tell(Flow.Subscriber<? super T> told) {
        if (!begun) {
            begun = true;
            told.onSubscribe(this);
        } else if (refused) {
            cancel();
            told.onError(new IllegalArgumentException("A request is for one or more (Reactive Streams, rule 3.9)"));
        } else {
            tellNext(told);
        }
    }

    private void tellNext(Flow.Subscriber<? super T> told) {
        boolean atEnd = completed;
        T now = atEnd ? last : current.get();
        if (now != null && !now.equals(known) && demand.get() > 0) {
            known = now;
            demand.getAndUpdate(Subscription::less);
            told.onNext(now);
        }
        if (atEnd) {
            cancel();
            told.onComplete();
        }
    }

    private static long less(long asked) {
        return asked == Long.MAX_VALUE ? asked : asked - 1;
    }

    /** Tells what there is at that moment. */
    private final class Task implements Runnable {

        private final Thread caller = Thread.currentThread();

        /** Touched by the caller's thread alone. */
        private boolean isHandedOver;

        @Override
        public void run() {
            boolean done = false;
            while (!done) {
                signals.set(DUE);
                tell();
                done = signals.compareAndSet(DUE, IDLE) || isPassedOn();
            }
        }

        private boolean isPassedOn() {
            if (isInline()) {
                return false;
            }
            execute();
            return true;
        }

        /** An executor that runs what it is given at once would nest one task in the other. */
        private boolean isInline() {
            return Thread.currentThread() == caller && !isHandedOver;
        }
    }
}
