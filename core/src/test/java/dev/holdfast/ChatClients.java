// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes clients of a {@link ChatServer}, each with a local store. */
final class ChatClients implements ClientFactory<ChatClients.Client> {

    private final ChatServer server;

    ChatClients(ChatServer server) {
        this.server = server;
    }

    /** A client that runs until it is closed. */
    static final class Client {
        final Session session;
        final String user;
        boolean closed;

        Client(Session session, String user) {
            this.session = session;
            this.user = user;
        }
    }

    Client logIn(SessionHandle handle, String user) throws IOException {
        Path store = handle.store("timeline");
        Files.writeString(store.resolve("timeline.db"), "draft text of " + user);
        Session session = session(server.logIn(user))
                .withStore("timeline")
                .withPassphrase(SecretString.copyOf("store-passphrase"));
        return new Client(session, user);
    }

    static Session session(String token) {
        return Session.of(
                URI.create("https://chat.example.org"), SecretBytes.copyOf(token.getBytes(StandardCharsets.UTF_8)));
    }

    static String token(Session session) {
        return new String(session.clientData().reveal(), StandardCharsets.UTF_8);
    }

    @Override
    public Client rebuild(SessionHandle handle) throws RestoreException {
        Session session = handle.session();
        return new Client(session, server.user(token(session)).orElseThrow(RestoreException::revoked));
    }

    @Override
    public Identity describe(Client client) {
        return new Identity(client.user, client.session);
    }

    @Override
    public void revoke(Session session) {
        server.logOut(token(session));
    }

    @Override
    public void close(Client client) {
        client.closed = true;
    }
}
