// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import dev.holdfast.Holdfast;
import dev.holdfast.Restore;
import dev.holdfast.Restored;
import dev.holdfast.SessionManager;
import dev.holdfast.homeserver.Synapse;
import dev.holdfast.matrix.trixnity.Tokens;
import dev.holdfast.matrix.trixnity.TrixnityClient;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.sqlite.StoreActivity;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A user with a home of their own, whose client runs and syncs. */
record Person(Holdfast app, SessionManager<MatrixClient> sessions, Restored<MatrixClient> restored)
        implements AutoCloseable {

    static final MatrixClients CLIENTS = MatrixClients.of("Holdfast's tests");

    private static final int PATIENCE_S = 60;

    static Person signIn(Path home, Synapse server, String user) throws Exception {
        return signIn(home, server.uri(), user);
    }

    static Person signIn(Path home, URI server, String user) throws Exception {
        Holdfast app = Holdfast.builder("org.example.matrix").at(home).open();
        SessionManager<MatrixClient> sessions = app.sessions(CLIENTS);
        return running(app, sessions, sessions.signIn(handle -> CLIENTS.logIn(handle, server, user, password())));
    }

    static SecretString password() {
        return SecretString.copyOf(Synapse.PASSWORD);
    }

    /** The user who was signed in to this home. */
    static Person restore(Path home) throws Exception {
        Holdfast app = Holdfast.builder("org.example.matrix").at(home).open();
        SessionManager<MatrixClient> sessions = app.sessions(CLIENTS);
        Restore<MatrixClient> restore = sessions.restoreLatest();
        if (restore instanceof Restored<MatrixClient> restored) {
            return running(app, sessions, restored);
        }
        app.close();
        throw new AssertionError("not restored: " + restore);
    }

    static Person running(Holdfast app, SessionManager<MatrixClient> sessions, Restored<MatrixClient> restored)
            throws Exception {
        Person person = new Person(app, sessions, restored);
        get(person.client().startSync());
        person.await(SyncState.RUNNING);
        return person;
    }

    MatrixClient client() {
        return restored.client();
    }

    static <T extends @Nullable Object> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    void await(SyncState state) throws Exception {
        get(first(client().states(), state::equals));
    }

    /** Completes with the first one of what is published. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is cancelled, whatever comes of it
    static <T> CompletableFuture<T> first(Flow.Publisher<T> publisher, Predicate<? super T> wanted) {
        CompletableFuture<T> found = new CompletableFuture<>();
        publisher.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                found.whenComplete((value, failure) -> subscription.cancel());
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(T item) {
                if (wanted.test(item)) {
                    found.complete(item);
                }
            }

            @Override
            public void onError(Throwable failure) {
                found.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                found.completeExceptionally(new IllegalStateException("ended without it"));
            }
        });
        return found;
    }

    /** Completes when this was said. */
    CompletableFuture<Message> hears(String text) {
        return first(client().messages(), message -> message.text().equals(Optional.of(text)));
    }

    /** What is said from now on, as it comes. */
    @SuppressWarnings("FutureReturnValueIgnored") // there is no last message
    Collection<String> listen() {
        Collection<String> heard = new ConcurrentLinkedQueue<>();
        first(client().messages(), message -> !heard.add(message.text().orElse("?")));
        return heard;
    }

    /** Makes a room that both are in, and know of. */
    String meet(Person other, String name) throws Exception {
        String room = get(client().createRoom(name, Set.of(other.client().user())));
        get(other.client().join(room));
        awaitRoom(room);
        other.awaitRoom(room);
        return room;
    }

    /** Waits until the client knows that its user is in a room. */
    void awaitRoom(String id) throws Exception {
        Supplier<Boolean> isThere = () -> client().rooms().join().stream()
                .anyMatch(room -> room.id().equals(id) && room.membership() == Room.Membership.JOINED);
        await(isThere);
    }

    /** Asks again and again, for a minute; what is asked takes its time. */
    static void await(Supplier<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.get()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come about");
            }
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
                    .get();
        }
    }

    /** As the session has them. */
    Tokens tokens() {
        return Tokens.of(restored.handle().session());
    }

    /** Says it; returns when the server has it. */
    void say(String room, String text) throws Exception {
        get(get(client().sendText(room, text)).accepted());
    }

    /** What the client's store has done. */
    StoreActivity activity() {
        return ((TrixnityClient) client()).activity();
    }

    List<String> said(String room) throws Exception {
        return get(client().timeline(room, 1000)).stream()
                .map(message -> message.text().orElse("?"))
                .toList();
    }

    /** The first file of a room. */
    Attachment attachment(String room) throws Exception {
        return get(client().timeline(room, 1000)).stream()
                .flatMap(message -> message.attachment().stream())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        app.close();
    }
}
