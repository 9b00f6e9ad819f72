// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.matrix.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Messages one by one, as one thread asks for them; those who send are held up until it does. Subscribes once. */
final class Inbox implements Flow.Subscriber<Message> {

    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Message> end = new CompletableFuture<>();
    private volatile CompletableFuture<Message> wanted = end;

    /** The next one. To be called once it has subscribed; the first call begins to listen; one that is not done is not to be followed by another. */
    CompletableFuture<Message> next() {
        CompletableFuture<Message> next = new CompletableFuture<>();
        wanted = next;
        subscription.join().request(1);
        return next;
    }

    /** Fails when no more can come. */
    CompletableFuture<Message> end() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        subscription.complete(to);
    }

    @Override
    public void onNext(Message message) {
        wanted.complete(message);
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.completeExceptionally(new IllegalStateException("messages have ended"));
    }
}
