// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.storage.Lease;
import java.time.Duration;
import java.util.Optional;

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

    /** Closes the client, waiting for it within a bound. Others may run it once it is closed, however long that takes. */
    void stop() throws Exception {
        stop(STOPPING);
    }

    void stop(Duration atMost) throws Exception {
        Bounded.run("holdfast-stop", atMost, () -> {
            try {
                factory.close(client);
            } finally {
                run.close();
            }
        });
    }

    /** Its session, as it is now; another process that shares the client may have exchanged it. */
    Optional<Session> session() {
        return factory.isShared() ? handle.latest() : handle.known();
    }

    /** As {@link ClientFactory#revoke} says. */
    void revoke(Session session) throws Exception {
        factory.revoke(session);
    }
}
