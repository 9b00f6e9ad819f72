// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A subscriber that takes all there is, whatever it throws. */
final class Listener<T> implements Flow.Subscriber<T> {

    private final Consumer<? super T> observer;

    Listener(Consumer<? super T> observer) {
        this.observer = observer;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T value) {
        try {
            observer.accept(value);
        } catch (RuntimeException e) {
            Notices.listener(e);
        }
    }

    @Override
    public void onError(Throwable cause) {
        // A request for everything is never refused.
    }

    @Override
    public void onComplete() {
        // There is nobody to tell.
    }
}
