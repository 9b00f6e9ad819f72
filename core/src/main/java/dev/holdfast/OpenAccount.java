// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.state.Document;
import dev.holdfast.state.Documents;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import java.time.Duration;
import java.util.Optional;

/** What a process has of an account that it has open: the hold that says so, its sealed storage, its documents. */
final class OpenAccount implements AutoCloseable {

    /** What an app asks for is kept apart from what this module may derive for itself. */
    private static final String APP_SECRET = "app: ";

    private static final Duration OPENING = Duration.ofSeconds(10);

    private final Home home;
    private final Incarnation incarnation;
    private final Lease alive;
    private final AccountStorage sealed;
    private final Documents documents;

    OpenAccount(Home home, Incarnation incarnation) {
        this.home = home;
        this.incarnation = incarnation;
        this.alive = home.alive(incarnation, LeaseMode.SHARED, OPENING)
                .orElseThrow(() -> Problems.busy(incarnation.scope()));
        this.sealed = home.sealed(incarnation);
        this.documents = home.documents(sealed, incarnation.scope());
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

    SecretBytes secret(String purpose, int bytes) {
        return sealed.secret(APP_SECRET + purpose, bytes);
    }

    SessionHandle handle(SavedSession known) {
        return new SessionHandle(this, session(), known);
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
        cleanup.run(alive::close);
        cleanup.rethrow();
    }
}
