// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.state.Document;
import dev.holdfast.state.Documents;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What a process has of an account that it has open: the hold that says so, its sealed storage, its documents. */
final class OpenAccount implements AutoCloseable {

    private static final Duration OPENING = Duration.ofSeconds(10);
    private static final Duration OTHERS = Duration.ofSeconds(2);

    private final Home home;
    private final Incarnation incarnation;
    private final AccountStorage sealed;
    private final Documents documents;
    private final ReentrantLock changing = new ReentrantLock();
    private Lease alive;
    private boolean ended;

    OpenAccount(Home home, Incarnation incarnation) {
        this.home = home;
        this.incarnation = incarnation;
        this.alive = shared();
        this.sealed = home.sealed(incarnation);
        this.documents = home.documents(sealed, incarnation.scope());
    }

    private Lease shared() {
        return home.alive(incarnation, LeaseMode.SHARED, OPENING).orElseThrow(() -> Problems.busy(incarnation.scope()));
    }

    /** Changes something of the account's keys, while no other thread does. Documents and the end wait for it not. */
    <R> R changing(Supplier<R> work) {
        changing.lock();
        try {
            return work.get();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Does something that no other process may have the account open for; one thread at a time.
     *
     * @throws HoldfastException HF-0560 if one has, or another part of this one; HF-0503 once closed
     */
    <R> R alone(Supplier<R> work) {
        letGo();
        try {
            Lease alone = home.alive(incarnation, LeaseMode.EXCLUSIVE, OTHERS)
                    .orElseThrow(() -> Problems.openElsewhere(incarnation.scope()));
            try {
                home.requireLive(incarnation);
                return work.get();
            } finally {
                alone.close();
            }
        } finally {
            holdAgain();
        }
    }

    private synchronized void letGo() {
        requireOpen();
        alive.close();
    }

    private void holdAgain() {
        if (isOpen()) {
            hold(shared());
        }
    }

    private synchronized void hold(Lease again) {
        alive = again;
        if (ended) {
            again.close();
        }
    }

    private synchronized boolean isOpen() {
        return !ended;
    }

    /** @throws HoldfastException HF-0503 once closed */
    void requireOpen() {
        if (!isOpen()) {
            throw Problems.closed();
        }
    }

    Home home() {
        return home;
    }

    Incarnation incarnation() {
        return incarnation;
    }

    AccountStorage sealed() {
        return sealed;
    }

    Documents documents() {
        return documents;
    }

    /** The hold of the one that runs the account's client; empty if somebody else has it. */
    Optional<Lease> tryRun() {
        return home.run(incarnation);
    }

    boolean hasStore(String name) {
        return home.places().hasStore(incarnation, name);
    }

    SessionHandle handle(SavedSession known) {
        return new SessionHandle(home, incarnation, session(), known);
    }

    Document<SavedSession> session() {
        return documents.document(incarnation.session(), SavedSession.SCHEMA);
    }

    /** Saves what waits, forgets the documents, wipes the keys, lets go. */
    @Override
    public void close() {
        end(documents::close);
    }

    /** As {@link #close}, without saving anything: the account is about to be destroyed. */
    void discard() {
        end(documents::discard);
    }

    private void end(Cleanup.Action withDocuments) {
        Cleanup cleanup = Cleanup.of(withDocuments);
        cleanup.run(sealed::close);
        cleanup.run(this::letGoForGood);
        cleanup.rethrow();
    }

    private synchronized void letGoForGood() {
        ended = true;
        alive.close();
    }
}
