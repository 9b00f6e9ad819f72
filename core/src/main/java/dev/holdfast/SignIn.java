// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.Lease;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The birth of an account. It is noted in the journal before anything is made, and struck out when the user's pointer
 * leads to it; one that fails, or is found in the journal with nobody alive, is taken back whole, as by a log-out.
 *
 * @param <C> the client
 */
final class SignIn<C> {

    private final Home home;
    private final ClientFactory<C> factory;
    private final OpenAccount open;
    private final Lease run;
    private @Nullable RunningClient<C> client;
    private @Nullable Session unsaved;
    private @Nullable Account account;

    SignIn(Home home, ClientFactory<C> factory) {
        this.home = home;
        this.factory = factory;
        this.open = new OpenAccount(home, home.newIncarnation());
        this.run = open.tryRun(Clients.mode(factory))
                .orElseThrow(() -> Problems.busy(open.incarnation().scope()));
    }

    /**
     * @param adopt makes the open account the app's, under its user: before its pointer leads to it, lest another thread
     *     that finds it opens it a second time
     */
    <X extends Exception> Restored<C> run(LogIn<? extends C, X> logIn, BiFunction<OpenAccount, String, Account> adopt)
            throws X {
        try {
            open.begin();
            SessionHandle handle = open.handle(SavedSession.NONE);
            C running = logIn.logIn(handle);
            client = new RunningClient<>(factory, running, handle, run);
            Identity identity = Clients.describe(factory, running);
            unsaved = identity.session();
            Account adopted = adopt.apply(open, identity.user());
            account = adopted;
            commit(handle, identity);
            adopted.attach(client);
            return new Restored<>(running, adopted, handle);
        } catch (Throwable e) {
            takeBack().addTo(e);
            throw e;
        }
    }

    /** The session first, the pointer after it: who finds the account finds it whole. */
    private void commit(SessionHandle handle, Identity signedIn) {
        handle.save(signedIn.session());
        unsaved = null;
        home.roster().account(open.incarnation()).set(new AccountRecord(signedIn.user()));
        home.roster().claim(open.incarnation(), signedIn.user());
        home.roster().use(open.incarnation());
        home.endSignIn(open.incarnation());
    }

    private Cleanup takeBack() {
        Cleanup cleanup = new Cleanup();
        RunningClient<C> running = client;
        Session known = unsaved;
        cleanup.run(running != null ? running::stop : run::close);
        if (known != null) {
            cleanup.run(() -> Clients.revoke(factory::revoke, known));
        }
        cleanup.run(account != null ? account::close : open::close);
        cleanup.run(() -> Logouts.takeBack(home, open.incarnation()).resume());
        return cleanup;
    }
}
