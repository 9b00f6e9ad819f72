// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.LeaseMode;
import java.time.Duration;

/** Calls to a client factory, each within a bound where the server or the client could hang. */
final class Clients {

    private static final Duration SERVER = Duration.ofSeconds(10);

    private Clients() {}

    /** How the one that runs a client holds its account. */
    static LeaseMode mode(ClientFactory<?> factory) {
        return factory.isShared() ? LeaseMode.SHARED : LeaseMode.EXCLUSIVE;
    }

    static <C> Identity describe(ClientFactory<C> factory, C client) {
        try {
            Identity identity = factory.describe(client);
            if (identity.user().isEmpty()) {
                throw Problems.nobody();
            }
            return identity;
        } catch (HoldfastException e) {
            throw e;
        } catch (Exception e) {
            throw Problems.clientFailed("describe its client", e);
        }
    }

    static void revoke(Revoker revoker, Session session) throws Exception {
        Bounded.run("holdfast-revoke", SERVER, () -> revoker.revoke(session));
    }
}
