// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.util.concurrent.atomic.AtomicInteger;

/** Clients that are their session, of a server that ends every session that it is told to end. */
final class SessionClients implements ClientFactory<Session> {

    final AtomicInteger revoked = new AtomicInteger();

    @Override
    public Session rebuild(SessionHandle handle) {
        return handle.session();
    }

    @Override
    public Identity describe(Session client) {
        return new Identity("@alice:example.org", client);
    }

    @Override
    public void revoke(Session session) {
        revoked.incrementAndGet();
    }

    @Override
    public void close(Session client) {}
}
