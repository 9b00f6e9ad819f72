// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.KeyLostException;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.UnreadableException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * Signs users in, saves their sessions, and brings their clients back. Safe for use by any number of threads; one
 * account's client runs once, in one process, unless {@link ClientFactory#isShared} says otherwise.
 *
 * @param <C> the client
 */
public final class SessionManager<C> {

    private final Holdfast app;
    private final Home home;
    private final ClientFactory<C> factory;

    SessionManager(Holdfast app, Home home, ClientFactory<C> factory) {
        this.app = app;
        this.home = home;
        this.factory = factory;
    }

    /** The users who are signed in, sorted; without those whose account cannot be read now. */
    public List<String> list() {
        return home.roster().users();
    }

    /**
     * The client of the user who was signed in or restored last; {@link NoSession} if that user has logged out.
     *
     * @throws UnreadableException if it cannot be told now who that is
     */
    public Restore<C> restoreLatest() {
        return home.roster().latestUser().map(this::restore).orElseGet(NoSession::new);
    }

    /**
     * The client of a user, rebuilt from the session that was saved; {@link NoSession} if the user is not signed in, or
     * was logged out meanwhile. A restore that fails deletes nothing.
     */
    public Restore<C> restore(String user) {
        try {
            Optional<Incarnation> incarnation = home.roster().find(user);
            return incarnation.isPresent() ? restore(app.open(incarnation.get(), user)) : new NoSession<>();
        } catch (ScopeGoneException e) {
            return new NoSession<>();
        } catch (UnreadableException e) {
            return new NotRestored<>(NotRestored.Reason.UNREADABLE, user, e);
        }
    }

    private Restore<C> restore(Account account) {
        Optional<Lease> run = account.open().tryRun(Clients.mode(factory));
        return run.isPresent()
                ? restore(account, run.get())
                : new NotRestored<>(NotRestored.Reason.IN_USE, account.user(), null);
    }

    private Restore<C> restore(Account account, Lease run) {
        try (Restoration<C> restoration = new Restoration<>(factory, account, run)) {
            Restore<C> restored = restoration.restore();
            if (restored instanceof Restored<C>) {
                remember(account);
            } else {
                home.requireLive(account.open().incarnation());
            }
            return restored;
        }
    }

    /** The client runs: that the home could not note who was last is no reason to take it from the app. */
    private void remember(Account account) {
        try {
            home.roster().use(account.open().incarnation());
        } catch (HoldfastException e) {
            Log.LOGGER.log(Level.WARNING, "Who was signed in last could not be noted. {0}", e.getMessage());
        }
    }

    /**
     * Signs a user in. Who it is, the server says: {@link ClientFactory#describe}. A sign-in that fails or is killed
     * leaves nothing behind.
     *
     * @throws X what {@code logIn} throws
     * @throws KnownAccountException if the user has an account here; it is left alone
     * @throws HoldfastException HF-0515 if the client cannot be described, or if keys cannot be made or saved
     */
    public <X extends Exception> Restored<C> signIn(LogIn<? extends C, X> logIn) throws X {
        return new SignIn<>(home, factory).run(logIn, app::adopt);
    }

    /**
     * Makes an account of a session that another program, or an earlier release of the app, kept in a file as plain text;
     * to be called at every start, before a restore. The session is sealed and read back, the database that it names is
     * moved into the account, and only then is the file removed: unlinked, which is not erased. The server is not asked.
     * Nobody may run the session's client meanwhile, in any program. Cut off anywhere, the next call goes on; several
     * processes take turns. The account becomes the latest if there is none.
     *
     * @return what was done; also if there was nothing to do
     * @throws KnownAccountException HF-0551 if the user has an account that was not made of this file; all is as it was
     * @throws HoldfastException HF-0540 to HF-0550 if the file or its database cannot be taken over: both are as they
     *     were, and no account was made. HF-0552 if another import takes too long. HF-0553 to HF-0555, HF-0558 if the
     *     account was made and cannot be finished now: nothing is lost, and the next call goes on. HF-0513 if its client
     *     runs already
     * @throws KeyLostException if the key of the account that an earlier import made is gone for good
     * @throws UnreadableException if the account's key is not to be had now; nothing is lost, and the next call goes on
     * @throws HoldfastException as well, and nothing was changed, if what the account was made of, or the session that an
     *     earlier import sealed, cannot be read now, or was put back (HF-0275)
     */
    public ImportReceipt importFrom(SessionFile file) {
        return new SessionImport(app, home, file).run();
    }

    /**
     * Gives a known account a new session, after the old one was revoked or has expired. Its documents and its store
     * stay.
     *
     * @throws X what {@code logIn} throws; the account is as it was
     * @throws KeyLostException if the account's key is gone for good; the server was not asked. Log the account out, then
     *     sign in
     * @throws UnreadableException if its key is not to be had now, or its keyset was put back; the server was not asked
     * @throws HoldfastException if its session cannot be read now, and the server was not asked; HF-0512 if the server
     *     names another user, HF-0513 if the account's client runs
     */
    public <X extends Exception> Restored<C> signIn(Account account, LogIn<? extends C, X> logIn) throws X {
        Lease run = account.open().tryRun(Clients.mode(factory)).orElseThrow(() -> Problems.inUse(account.toString()));
        try (Restoration<C> restoration = new Restoration<>(factory, account, run)) {
            Restored<C> restored = restoration.signInAgain(logIn);
            remember(account);
            return restored;
        }
    }
}
