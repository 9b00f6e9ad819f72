// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.ClientFactory;
import dev.holdfast.Identity;
import dev.holdfast.RestoreException;
import dev.holdfast.Session;
import dev.holdfast.SessionHandle;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the seed builds with {@code Client::builder()}: a client of a homeserver, a store and its passphrase. */
final class SeedClients implements ClientFactory<SeedClients.Client> {

    static final String TOKEN = "secret-token";
    static final String STORE = "db";

    /** Whether the server knows the token. */
    boolean loggedIn;

    /** A client that runs. */
    record Client(URI homeserver, Path store, String passphrase, Session session) {}

    Client logIn(SessionHandle handle) throws IOException {
        Files.writeString(handle.store(STORE).resolve("chat.db"), "a message");
        loggedIn = true;
        SecretBytes token = SecretBytes.copyOf(TOKEN.getBytes(StandardCharsets.UTF_8));
        return build(
                handle,
                Session.of(Seed.HOMESERVER, token)
                        .withStore(STORE)
                        .withPassphrase(SecretString.copyOf(Seed.PASSPHRASE)));
    }

    @Override
    public Client rebuild(SessionHandle handle) throws RestoreException {
        if (!loggedIn) {
            throw RestoreException.revoked();
        }
        return build(handle, handle.session());
    }

    private static Client build(SessionHandle handle, Session session) {
        String passphrase = String.valueOf(session.passphrase().orElseThrow().reveal());
        return new Client(session.endpoint(), handle.store(session.store().orElseThrow()), passphrase, session);
    }

    @Override
    public Identity describe(Client client) {
        return new Identity(Seed.USER, client.session());
    }

    @Override
    public void revoke(Session session) {
        loggedIn = false;
    }

    /** It has nothing open. */
    @Override
    public void close(Client client) {}
}
