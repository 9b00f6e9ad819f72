// SPDX-License-Identifier: Apache-2.0

package dev.holdfast;

import dev.holdfast.NotRestored.Reason;
import dev.holdfast.secrets.KeyLostException;
import dev.holdfast.state.Loaded;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.UnreadableException;
import java.util.Optional;

/**
 * One attempt at a running client for an account that is there; if there is none in the end, others may run it.
 *
 * @param <C> the client
 */
final class Restoration<C> {

    private final ClientFactory<C> factory;
    private final Account account;
    private final OpenAccount open;
    private final Lease run;

    Restoration(ClientFactory<C> factory, Account account, Lease run) {
        this.factory = factory;
        this.account = account;
        this.open = account.open();
        this.run = run;
    }

    Restore<C> restore() {
        boolean running = false;
        try {
            Restore<C> restored = attempt();
            running = restored instanceof Restored<C>;
            return restored;
        } finally {
            if (!running) {
                run.close();
            }
        }
    }

    private Restore<C> attempt() {
        try {
            open.sealed().unlock();
            Loaded<SavedSession> loaded = open.session().load();
            return switch (loaded.outcome()) {
                case LOADED, MIGRATED, EDITED, RECOVERED -> rebuild(loaded.value());
                case MISSING -> new NoSession<>();
                default -> not(Reason.UNREADABLE, loaded.problem().map(HoldfastException::new).orElse(null));
            };
        } catch (KeyLostException e) {
            return not(Reason.KEY_LOST, e);
        } catch (UnreadableException e) {
            return not(reason(e), e);
        }
    }

    private Restore<C> rebuild(SavedSession saved) {
        Optional<String> store = saved.session().flatMap(Session::store);
        if (store.isPresent() && !open.hasStore(store.get())) {
            return not(Reason.STORE_MISSING, null);
        }
        SessionHandle handle = open.handle(saved);
        try {
            return running(factory.rebuild(handle), handle);
        } catch (RestoreException e) {
            return not(e.reason(), e);
        } catch (Exception e) {
            return not(Reason.CLIENT_FAILED, e);
        }
    }
}
