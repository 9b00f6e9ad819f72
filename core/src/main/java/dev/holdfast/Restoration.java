// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.NotRestored.Reason;
import dev.holdfast.secrets.KeyLostException;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.UnreadableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a running client for an account that is there. Where none comes of it, others may run the client: at the
 * end of this, or of the client that was made.
 *
 * @param <C> the client
 */
final class Restoration<C> implements AutoCloseable {

    private final ClientFactory<C> factory;
    private final Account account;
    private final OpenAccount open;
    private final Lease run;
    private @Nullable RunningClient<C> running;

    Restoration(ClientFactory<C> factory, Account account, Lease run) {
        this.factory = factory;
        this.account = account;
        this.open = account.open();
        this.run = run;
    }

    Restore<C> restore() {
        try {
            open.sealed().unlock();
            Optional<Problem> damage = open.damage();
            return damage.isPresent()
                    ? unreadable(damage)
                    : restore(open.session().load());
        } catch (KeyLostException e) {
            return not(Reason.KEY_LOST, e);
        } catch (UnreadableException e) {
            return not(reason(e), e);
        }
    }

    private Restore<C> restore(Loaded<SavedSession> loaded) {
        return switch (loaded.outcome()) {
            case LOADED, MIGRATED, EDITED, NEWER_READABLE, RECOVERED, MISSING -> rebuild(loaded.value());
            case ROLLED_BACK -> not(Reason.ROLLED_BACK, exception(loaded.problem()));
            default -> unreadable(loaded.problem());
        };
    }

    private Restore<C> unreadable(Optional<Problem> problem) {
        return not(Reason.UNREADABLE, exception(problem));
    }

    private static @Nullable HoldfastException exception(Optional<Problem> problem) {
        return problem.map(HoldfastException::new).orElse(null);
    }

    private Restore<C> rebuild(SavedSession saved) {
        if (saved.session().isEmpty()) {
            return incomplete(saved, Reason.UNREADABLE, Problems.sessionGone(account.toString()));
        }
        Optional<String> store = saved.session().get().store();
        if (store.isPresent() && !open.hasStore(store.get())) {
            return incomplete(saved, Reason.STORE_MISSING, null);
        }
        SessionHandle handle = open.handle(saved);
        C client;
        try {
            client = factory.rebuild(handle);
        } catch (RestoreException e) {
            return not(e.reason(), e);
        } catch (Exception e) {
            return not(Reason.CLIENT_FAILED, e);
        }
        return running(client, handle, () -> {});
    }

    private Restore<C> incomplete(SavedSession saved, Reason otherwise, @Nullable Exception cause) {
        return open.isImportCutOff(saved) ? not(Reason.IMPORT_CUT_OFF, null) : not(otherwise, cause);
    }

    /** A new session for the account, by the same user. */
    <X extends Exception> Restored<C> signInAgain(LogIn<? extends C, X> logIn) throws X {
        open.sealed().unlock();
        SavedSession former = former();
        SessionHandle handle = open.handle(former);
        handle.replaceable();
        C client = logIn.logIn(handle);
        return running(client, handle, () -> save(handle, former, Clients.describe(factory, client)));
    }

    /** What a log-in may go on with; nothing of a session that was put back. */
    private SavedSession former() {
        Loaded<SavedSession> loaded = open.session().load();
        return loaded.outcome() == LoadOutcome.ROLLED_BACK ? SavedSession.NONE : loaded.value();
    }

    private void save(SessionHandle handle, SavedSession former, Identity identity) {
        try {
            if (!identity.user().equals(account.user())) {
                throw Problems.otherUser(account.toString());
            }
            if (open.isImportCutOff(former)) {
                open.imported().set(ImportNote.NONE); // the old database is no new session's
            }
            handle.save(identity.session());
        } catch (Throwable e) {
            Cleanup.of(() -> Clients.revoke(factory::revoke, identity.session()))
                    .addTo(e);
            throw e;
        }
    }

    /** @param first what is to be done before the client is the account's */
    private Restored<C> running(C client, SessionHandle handle, Runnable first) {
        RunningClient<C> made = new RunningClient<>(factory, client, handle, run);
        running = made;
        try {
            first.run();
            account.attach(made);
            return new Restored<>(client, account, handle);
        } catch (Throwable e) {
            Cleanup.of(made::stop).addTo(e);
            throw e;
        }
    }

    /** Lets others run the client, unless one was made. */
    @Override
    public void close() {
        if (running == null) {
            run.close();
        }
    }

    private NotRestored<C> not(Reason reason, @Nullable Exception cause) {
        return new NotRestored<>(reason, account.user(), cause);
    }

    private static Reason reason(UnreadableException e) {
        return switch (e.reason()) {
            case KEY_UNAVAILABLE -> Reason.KEY_UNAVAILABLE;
            case WRONG_KEY -> Reason.WRONG_KEY;
            case ROLLED_BACK -> Reason.KEYS_ROLLED_BACK;
            case IO, TOO_LARGE, DAMAGED -> Reason.UNREADABLE;
        };
    }
}
