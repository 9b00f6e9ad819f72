// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

/** The clients of another factory. */
class ForwardingClients implements ClientFactory<ChatClients.Client> {

    private final ClientFactory<ChatClients.Client> inner;

    ForwardingClients(ClientFactory<ChatClients.Client> inner) {
        this.inner = inner;
    }

    @Override
    public ChatClients.Client rebuild(SessionHandle handle) throws Exception {
        return inner.rebuild(handle);
    }

    @Override
    public Identity describe(ChatClients.Client client) throws Exception {
        return inner.describe(client);
    }

    @Override
    public void revoke(Session session) throws Exception {
        inner.revoke(session);
    }

    @Override
    public void close(ChatClients.Client client) throws Exception {
        inner.close(client);
    }
}
