// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.Lease;

/**
 * A client that runs for an account, with the hold that keeps others from running it too.
 *
 * @param <C> the client
 */
final class RunningClient<C> {

    private final ClientFactory<C> factory;
    private final C client;
    private final SessionHandle handle;
    private final Lease run;

    RunningClient(ClientFactory<C> factory, C client, SessionHandle handle, Lease run) {
        this.factory = factory;
        this.client = client;
        this.handle = handle;
        this.run = run;
    }

    /** Closes the client, waiting for it within a bound, and lets others run it. */
    void stop() throws Exception {
        try {
            Clients.stop(factory, client);
        } finally {
            run.close();
        }
    }

    /** Its session, as it is now. */
    Session session() {
        return handle.session();
    }

    /** Ends its session, as it is now, at the server. */
    void revoke() throws Exception {
        Clients.revoke(factory::revoke, session());
    }
}
