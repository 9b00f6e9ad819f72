// SPDX-License-Identifier: Apache-2.0

package dev.holdfast;

import dev.holdfast.storage.Lease;
import java.time.Duration;

/**
 * A client that runs for an account, with the hold that keeps others from running it too.
 *
 * @param <C> the client
 */
final class RunningClient<C> {

    private static final Duration STOPPING = Duration.ofSeconds(10);

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
            Bounded.call("holdfast-stop", STOPPING, () -> {
                factory.close(client);
                return true;
            });
        } finally {
            run.close();
        }
    }

    /** The end of its session, as it is now. */
    Revocation revocation() {
        Session session = handle.session();
        return () -> factory.revoke(session);
    }
}
