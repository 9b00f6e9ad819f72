// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Watch;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Those who are told of a document's changes. The storage is watched while there is one. */
final class Observers<T> {

    private final Memory<T> memory;
    private final ScopeWatch watch;
    private final Runnable load;
    private final List<Subscription<T>> subscriptions = new CopyOnWriteArrayList<>();

    /** @param load what is stored; called when the storage is watched, so that nothing escapes between the two */
    Observers(Memory<T> memory, ScopeWatch watch, Runnable load) {
        this.memory = memory;
        this.watch = watch;
        this.load = load;
    }

    boolean isEmpty() {
        return subscriptions.isEmpty();
    }

    /** Tells of each change from now on, as fast as the executor takes it. */
    Watch observe(Executor executor, Consumer<? super T> observer) {
        Subscription<T> subscription = subscription(executor, new Listener<T>(observer));
        begin(subscription);
        return subscription;
    }

    /** Tells of changes as the subscriber asks for them, beginning with the subscription itself. */
    void subscribe(Executor executor, Flow.Subscriber<? super T> subscriber) {
        Subscription<T> subscription;
        try {
            subscription = subscription(executor, Objects.requireNonNull(subscriber));
        } catch (HoldfastException e) {
            Subscription.refuse(subscriber, e);
            return;
        }
        begin(subscription);
    }

    private Subscription<T> subscription(Executor executor, Flow.Subscriber<? super T> subscriber) {
        watch.begin();
        try {
            load.run();
        } catch (Throwable e) {
            watch.end();
            throw e;
        }
        return new Subscription<>(this::value, executor, subscriber, this::end);
    }

    private void begin(Subscription<T> subscription) {
        subscriptions.add(subscription);
        subscription.signal();
    }

    private @Nullable T value() {
        View<T> view = memory.view();
        return view == null ? null : view.value();
    }

    private void end(Subscription<T> subscription) {
        if (subscriptions.remove(subscription)) {
            watch.end();
        }
    }

    /** Something may have changed. */
    void signal() {
        subscriptions.forEach(Subscription::signal);
    }

    /** Nothing will change any more; whoever has not seen the value yet is told of it first. */
    void complete() {
        subscriptions.forEach(subscription -> subscription.complete(value()));
    }
}
