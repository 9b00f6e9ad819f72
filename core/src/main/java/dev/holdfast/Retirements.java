// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Watch;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Learns that another process logs an account out that is open here, and ends it here. The journal is watched while an
 * account is open; a hint says where to look, the record alone says that it is so. Where hints fail, the record still
 * keeps this process from writing.
 */
final class Retirements {

    private final Home home;
    private final Map<BlobName, Account> accounts = new HashMap<>();
    private @Nullable Watch watch;

    Retirements(Home home) {
        this.home = home;
    }

    /** A record that is written after this has returned is seen. */
    synchronized void add(Account account) {
        accounts.put(record(account), account);
        if (watch == null) {
            watch = begin();
        }
    }

    private @Nullable Watch begin() {
        try {
            return home.storage().watch(Journal.SCOPE, this::look);
        } catch (HoldfastException e) {
            Log.LOGGER.log(
                    Level.WARNING, "The journal is not watched: log-outs elsewhere show late. {0}", e.getMessage());
            return null;
        }
    }

    synchronized void remove(Account account) {
        accounts.remove(record(account), account);
        if (accounts.isEmpty() && watch != null) {
            watch.close();
            watch = null;
        }
    }

    private static BlobName record(Account account) {
        return account.open().incarnation().scope().retirement();
    }

    /** On the thread of the storage, which others wait for: what takes long goes elsewhere. */
    private void look(BlobName record) {
        find(record)
                .filter(account -> home.journal().isRetired(account.open().incarnation()))
                .ifPresent(Retirements::end);
    }

    private synchronized Optional<Account> find(BlobName record) {
        return Optional.ofNullable(accounts.get(record));
    }

    private static void end(Account account) {
        Thread thread = new Thread(account::endHere, "holdfast-ended");
        thread.setDaemon(true);
        thread.start();
    }
}
