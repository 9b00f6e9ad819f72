// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.state.Document;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.ScopeGoneException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An account's session while a client runs: what it is now, where its local store is, and how its tokens change. Safe
 * for use by any number of threads.
 */
public final class SessionHandle {

    private static final Duration REFRESHING = Duration.ofSeconds(60);

    private final OpenAccount account;
    private final Home home;
    private final Incarnation incarnation;
    private final Document<SavedSession> document;
    private volatile SavedSession current;

    SessionHandle(OpenAccount account, Document<SavedSession> document, SavedSession current) {
        this.account = account;
        this.home = account.home();
        this.incarnation = account.incarnation();
        this.document = document;
        this.current = current;
    }

    /**
     * The session as this process knows it; while a known account is signed in again, the one that it had.
     *
     * @throws HoldfastException HF-0514 during a first sign-in, and if nothing can be read of what a known account had
     */
    public Session session() {
        return current.session().orElseThrow(Problems::noSession);
    }

    /**
     * An owner-only local directory of the account, for a database of the client's own. Made if it is not there; gone
     * after log-out.
     *
     * @param name 1 to 64 letters, digits, dots, hyphens, underscores; what {@link Session#withStore} takes
     * @throws ScopeGoneException after log-out
     */
    public Path store(String name) {
        return home.store(incarnation, name);
    }

    /**
     * A secret of the account, such as the key of a database in a {@link #store}: what {@link Account#secret} gives for the
     * same purpose.
     */
    public SecretBytes secret(String purpose, int bytes) {
        return account.secret(purpose, bytes);
    }

    /**
     * Exchanges the session's tokens, once across threads and processes: whoever comes while it goes on, or with a
     * session that was exchanged already, gets the new one without asking the server. The new session is durable before
     * anybody uses it. If the save fails this throws, and the tokens that the server gave must not be used: call again,
     * which asks anew with the old ones.
     *
     * @param refresh asks the server
     * @return the session to use
     * @throws X what {@code refresh} throws; the stored session is then as it was
     * @throws HoldfastException if the stored session cannot be read now; the server was not asked
     * @throws ScopeGoneException after log-out
     * @throws BusyException if another refresh takes more than a minute
     */
    public <X extends Exception> Session refresh(Refresh<X> refresh) throws X {
        return refresh(session(), refresh);
    }

    /**
     * As {@link #refresh(Refresh)}, for a caller who knows which session the server refused: if another thread or process
     * has exchanged that one meanwhile, however long ago, its session is given.
     *
     * @param stale what the caller used
     */
    public <X extends Exception> Session refresh(Session stale, Refresh<X> refresh) throws X {
        home.requireLive(incarnation);
        SavedSession known = SavedSession.of(stale);
        Lease alone = alone();
        try {
            if (Home.readable(document).equals(known)) {
                SavedSession fresh = SavedSession.of(refresh.refresh(stale));
                document.set(fresh);
                current = fresh;
            } else {
                // Seen is not yet durable: the writer may have died in between.
                current = document.update(session -> session);
            }
            return session();
        } finally {
            alone.close();
        }
    }

    /** What it is by now, whoever has exchanged it; as this process knows it, where nothing can be read. */
    Optional<Session> latest() {
        try {
            return Home.readable(document).session().or(this::known);
        } catch (HoldfastException e) {
            return known();
        }
    }

    /** What it is, as this process knows it. */
    Optional<Session> known() {
        return current.session();
    }

    /**
     * Looks whether a session of a later sign-in can be saved, before a server is asked for it.
     *
     * @throws HoldfastException if what is stored cannot be read now, or is not to be replaced
     */
    void replaceable() {
        if (!isRolledBack()) {
            Home.readable(document);
        }
    }

    /** A session of earlier, which was put back, gives way to one that a person signed in for. */
    private boolean isRolledBack() {
        return document.load().outcome() == LoadOutcome.ROLLED_BACK;
    }

    /** Saves the first session of a client, or a known account's next one. */
    void save(Session session) {
        SavedSession fresh = SavedSession.of(session);
        if (isRolledBack()) {
            document.overwrite(fresh);
        } else {
            document.set(fresh);
        }
        current = fresh;
    }

    private Lease alone() {
        Optional<Lease> lease = home.storage().lease(incarnation.scope(), "refresh", LeaseMode.EXCLUSIVE, REFRESHING);
        return lease.orElseThrow(() -> Problems.busy(incarnation.scope()));
    }
}
