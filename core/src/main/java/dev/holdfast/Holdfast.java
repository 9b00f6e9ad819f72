// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.cache.CacheRegistry;
import dev.holdfast.cache.ClearReport;
import dev.holdfast.state.Document;
import dev.holdfast.state.Documents;
import dev.holdfast.state.Rehearsed;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnsafePlaceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An app's home: what it must not lose, opened once a process, by any number of processes at a time. Opening recovers
 * what a crash cut off and creates nothing that others can read. Safe for use by any number of threads.
 *
 * <pre>{@code
 * try (Holdfast app = Holdfast.open("org.example.chat")) {
 *     Document<Settings> settings = app.document(Schema.of("settings", Settings.class, Settings.DEFAULT));
 *     settings.update(s -> s.withTheme("dark"));
 * }
 * }</pre>
 */
public final class Holdfast implements AutoCloseable {

    private static final Duration CLEARING = Duration.ofSeconds(5);

    private final Home home;
    private final Documents documents;
    private final Logouts logouts;
    private final Retirements retirements;
    private final CacheRegistry caches = new CacheRegistry();
    private final Map<Incarnation, Account> accounts = new LinkedHashMap<>();
    private volatile boolean closed;

    Holdfast(Home home) {
        this.home = home;
        this.documents = home.documents(home.storage(), Home.APP);
        this.logouts = new Logouts(home);
        this.retirements = new Retirements(home);
        logouts.recoverLater();
    }

    /**
     * Opens the home of an app in the platform's directories, with the best key provider that is installed.
     *
     * @param appId such as {@code org.example.chat}
     * @throws UnsafePlaceException if others could read or exchange what is there; the message says how to mend it
     * @throws HoldfastException if it is open in this process already, or laid out by a newer release
     * @throws StorageException if the directories cannot be made
     */
    public static Holdfast open(String appId) {
        return builder(appId).open();
    }

    /** Opens a home otherwise: elsewhere, on another storage, with other keys. */
    public static HoldfastBuilder builder(String appId) {
        return new HoldfastBuilder(appId);
    }

    /**
     * A document of the app, for all its users; not sealed. One instance a name.
     *
     * @throws HoldfastException as {@link Documents#document(Schema)} says, and HF-0503 once closed
     */
    public <T> Document<T> document(Schema<T> schema) {
        requireOpen();
        return documents.document(schema);
    }

    /**
     * What a schema would make of what is stored: of the app's document, and of each signed-in user's, sealed as they are.
     * Nothing is written. Documents that are not there are left out, and need no key.
     *
     * @return the app's first; one whose key is not to be had says so
     * @throws HoldfastException HF-0230 if the schema lacks a step, HF-0503 once closed
     */
    public List<Rehearsed> rehearse(Schema<?> schema) {
        requireOpen();
        return new HomeRehearsal(home).run(schema);
    }

    /**
     * A document of the app, which takes over a file that the app kept before; to be called at every start. The file is set
     * aside once the document holds it, durably.
     *
     * @param file JSON, bare or in an envelope of {@code version} and {@code data}
     * @param assumedVersion the version of bare data
     * @throws HoldfastException as {@link Documents#adopt} says, and HF-0503 once closed
     */
    public <T> Document<T> adopt(Schema<T> schema, Path file, int assumedVersion) {
        requireOpen();
        return documents.adopt(schema, file, assumedVersion);
    }

    /** Sessions of clients that the factory makes. Log-outs that a crash cut off go on, now that they can be revoked. */
    public <C> SessionManager<C> sessions(ClientFactory<C> factory) {
        requireOpen();
        home.revokeWith(factory::revoke);
        logouts.resumeLater();
        return new SessionManager<>(this, home, factory);
    }

    /**
     * The account of a user who is signed in. One instance, until it is closed. Needs no key before a document does.
     *
     * @throws HoldfastException HF-0510 if there is none, HF-0503 once closed
     * @throws UnreadableException if it cannot be told now whether there is one
     * @throws BusyException if a log-out of it goes on
     * @throws ScopeGoneException if a log-out of it has just ended
     */
    public Account account(String user) {
        requireOpen();
        return open(home.roster().find(user).orElseThrow(Problems::noAccount), user);
    }

    /** The users who are signed in, sorted; without those whose account cannot be read now. */
    public List<String> accounts() {
        requireOpen();
        return home.roster().users();
    }

    /**
     * Logs every account out, one after the other, as {@link Account#logOut} does; also those whose user cannot be read
     * now. One that fails keeps no other from it.
     *
     * @return a receipt for each, that of one that could not even be noted with a {@linkplain LogoutReceipt.Outcome#FAILED
     *     step that failed}
     * @throws HoldfastException HF-0503 once closed
     * @throws StorageException if it cannot be told what accounts there are; nothing was done
     */
    public List<LogoutReceipt> logOutAll() {
        requireOpen();
        return home.roster().signedIn().map(this::logOut).toList();
    }

    private LogoutReceipt logOut(Incarnation incarnation) {
        String user = home.roster().readableUser(incarnation).orElse("");
        try {
            return open(incarnation, user).logOut();
        } catch (RuntimeException e) {
            return Logout.notBegun(home, incarnation, user, e);
        }
    }

    /** The app's caches; what is registered here is cleared by {@link #clearAllCaches} and when the home is closed. */
    public CacheRegistry caches() {
        return caches;
    }

    /** Clears the caches of the app and of every open account, each on its thread, waiting up to 5 s for all of them. */
    public ClearReport clearAllCaches() {
        ClearReport begun = caches.clearAll(Duration.ZERO);
        for (Account account : open()) {
            begun = begun.and(account.caches().clearAll(Duration.ZERO));
        }
        return begun.await(CLEARING);
    }

    /**
     * Goes on now with every log-out that could not end, also where nobody can revoke the session. Opening a home does so
     * by itself, in the background, and waits for the factory first; this is for those who want to see it done.
     *
     * @return a receipt for each that was gone on with since the home was opened
     */
    public List<LogoutReceipt> finishLogouts() {
        requireOpen();
        return logouts.finish();
    }

    /**
     * Saves the changes that wait in the app's documents and in those of every open account. When it returns, they
     * survive a power cut.
     *
     * @throws HoldfastException what {@link dev.holdfast.state.Document#flush} throws, the first of several; the others
     *     are saved all the same. HF-0503 once closed
     */
    public void flush() {
        requireOpen();
        Cleanup all = Cleanup.of(documents::flush);
        open().forEach(account -> all.run(account::flush));
        all.rethrow();
    }

    /**
     * Stops every client, saves the changes that wait, forgets what is in memory; everything stored stays. Idempotent.
     *
     * @throws HoldfastException what {@link #flush} throws; the home is closed, and what could not be saved is lost
     */
    @Override
    public void close() {
        if (!beginClosing()) {
            return;
        }
        Cleanup cleanup = new Cleanup();
        open().forEach(account -> cleanup.run(account::close));
        cleanup.run(logouts::close);
        cleanup.run(caches::close);
        cleanup.run(documents::close);
        cleanup.run(home::close);
        cleanup.run(home.keys()::close);
        cleanup.run(home.storage()::close);
        cleanup.rethrow();
    }

    private synchronized boolean beginClosing() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /** The one instance of a live account. */
    synchronized Account open(Incarnation incarnation, String user) {
        requireOpen();
        Account known = accounts.get(incarnation);
        return known != null ? known : openLive(incarnation, user);
    }

    /** A log-out may have begun, or have come to its end, since the account was found. */
    private Account openLive(Incarnation incarnation, String user) {
        Account account = adopt(new OpenAccount(home, incarnation), user);
        try {
            home.requireLive(incarnation);
            return account;
        } catch (Throwable e) {
            Cleanup.of(account::close).addTo(e);
            throw e;
        }
    }

    synchronized Account adopt(OpenAccount open, String user) {
        requireOpen();
        Account account = new Account(open, user, this::forget);
        accounts.put(open.incarnation(), account);
        retirements.add(account);
        return account;
    }

    private synchronized void forget(Account account) {
        accounts.remove(account.open().incarnation(), account);
        retirements.remove(account);
    }

    private synchronized List<Account> open() {
        return List.copyOf(accounts.values());
    }

    private void requireOpen() {
        if (closed) {
            throw Problems.closed();
        }
    }
}
