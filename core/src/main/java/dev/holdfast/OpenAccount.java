// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.state.Document;
import dev.holdfast.state.Documents;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Rehearsal;
import dev.holdfast.state.Rehearsed;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.UnreadableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What a process has of an account that it has open: the hold that says so, its sealed storage, its documents. */
final class OpenAccount implements AutoCloseable {

    /** What an app asks for is kept apart from what this module may derive for itself. */
    private static final String APP_SECRET = "app: ";

    private static final Duration OPENING = Duration.ofSeconds(10);
    private static final Duration OTHERS = Duration.ofSeconds(2);

    private final Home home;
    private final Incarnation incarnation;
    private final AccountStorage sealed;
    private final Documents documents;
    private final AtomicBoolean running = new AtomicBoolean();
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
     * Does something that no other process may have the account open for; one thread at a time. Who lets go for that goes
     * on using the account, so only one does at a time: two would take each other for gone.
     *
     * @throws HoldfastException HF-0560 if one has, or another part of this one; HF-0503 once closed
     */
    <R> R alone(Supplier<R> work) {
        Lease turn = orOpenElsewhere(home.lettingGo(incarnation));
        try {
            return withoutOthers(work);
        } finally {
            turn.close();
        }
    }

    private <R> R withoutOthers(Supplier<R> work) {
        letGo();
        try {
            Lease alone = orOpenElsewhere(home.alive(incarnation, LeaseMode.EXCLUSIVE, OTHERS));
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

    private Lease orOpenElsewhere(Optional<Lease> lease) {
        return lease.orElseThrow(() -> Problems.openElsewhere(incarnation.scope()));
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

    /** What every account begins with, noted in the journal first: its scope and its keys. */
    void begin() {
        home.journal().beginSignIn(incarnation);
        home.storage().create(incarnation.scope());
        sealed.use(home.keys().create(incarnation.scope()));
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

    /** The hold of the one that runs the account's client, once in a process; empty if others keep it from that. */
    Optional<Lease> tryRun(LeaseMode mode) {
        if (!running.compareAndSet(false, true)) {
            return Optional.empty();
        }
        Optional<Lease> run = home.run(incarnation, mode);
        running.set(run.isPresent());
        return run.map(this::untilClosed);
    }

    private Lease untilClosed(Lease run) {
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                run.close();
                running.set(false);
            }
        };
    }

    boolean hasStore(String name) {
        return home.places().hasStore(incarnation, name);
    }

    SecretBytes secret(String purpose, int bytes) {
        return sealed.secret(APP_SECRET + purpose, bytes);
    }

    SessionHandle handle(SavedSession known) {
        return new SessionHandle(this, session(), known);
    }

    Document<SavedSession> session() {
        return documents.document(incarnation.session(), SavedSession.SCHEMA);
    }

    /**
     * What is wrong with a stored session of which no generation is good either. A load would take it aside; this leaves it
     * where it is.
     */
    Optional<Problem> damage() {
        try {
            sealed.read(incarnation.session());
            return Optional.empty();
        } catch (UnreadableException e) {
            Rehearsed load = Rehearsal.of(SavedSession.SCHEMA).run(sealed, incarnation.session());
            return load.outcome() == LoadOutcome.CORRUPT ? Optional.of(e.problem()) : Optional.empty();
        }
    }

    Document<ImportNote> imported() {
        return documents.document(incarnation.imported(), ImportNote.SCHEMA);
    }

    /** Whether the import that made this account has more to do; in doubt it has not. Nothing is moved. */
    boolean isImportCutOff(SavedSession saved) {
        try {
            return sealed.read(incarnation.imported()).isPresent()
                    && imported().load().value().isCutOff(saved);
        } catch (UnreadableException e) {
            return false;
        }
    }

    /** Saves what waits, forgets the documents, wipes the keys, lets go. */
    @Override
    public void close() {
        end(documents::close, sealed::close);
    }

    /** As {@link #close}, without saving anything: the account is about to be destroyed. */
    void discard() {
        end(documents::discard, sealed::discard);
    }

    /** Forgets the documents and wipes the keys, and does not let go yet. */
    void lockOut() {
        Cleanup cleanup = Cleanup.of(documents::discard);
        cleanup.run(sealed::discard);
        cleanup.rethrow();
    }

    private void end(Cleanup.Action withDocuments, Cleanup.Action withKeys) {
        Cleanup cleanup = Cleanup.of(withDocuments);
        cleanup.run(withKeys);
        cleanup.run(this::letGoForGood);
        cleanup.rethrow();
    }

    private synchronized void letGoForGood() {
        ended = true;
        alive.close();
    }
}
