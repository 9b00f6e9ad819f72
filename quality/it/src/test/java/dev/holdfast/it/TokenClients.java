// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.ClientFactory;
import dev.holdfast.Identity;
import dev.holdfast.LogIn;
import dev.holdfast.Session;
import dev.holdfast.SessionHandle;
import dev.holdfast.it.TokenServer.Pair;
import dev.holdfast.secrets.SecretBytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Clients of a {@link TokenServer} that keep nothing but their tokens: several processes may run them at once. */
final class TokenClients implements ClientFactory<TokenClients.Client> {

    private final URI account;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param account its address at the server */
    TokenClients(URI account) {
        this.account = account;
    }

    /** A client with the session that its process knows. */
    final class Client {

        private final SessionHandle handle;

        Client(SessionHandle handle) {
            this.handle = handle;
        }

        /** Exchanges the tokens, unless somebody has done so. */
        Pair refresh() throws Exception {
            return pair(handle.refresh(handle.session(), TokenClients.this::exchange));
        }

        /** Uses the access token; fails if the server refuses it. */
        void use() throws Exception {
            send(request()
                    .header("Authorization", pair(handle.session()).access())
                    .GET());
        }
    }

    LogIn<Client, Exception> logIn() {
        return Client::new;
    }

    private Session exchange(Session session) throws Exception {
        HttpRequest.BodyPublisher body =
                HttpRequest.BodyPublishers.ofString(pair(session).refresh());
        return session.withClientData(data(send(request().POST(body))));
    }

    private String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("The server refuses the token");
        }
        return response.body();
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(account);
    }

    static Pair pair(Session session) {
        return Pair.parse(new String(session.clientData().reveal(), StandardCharsets.UTF_8));
    }

    private static SecretBytes data(String pair) {
        return SecretBytes.copyOf(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Client rebuild(SessionHandle handle) {
        return new Client(handle);
    }

    @Override
    public Identity describe(Client client) throws Exception {
        return new Identity(
                Chat.ALICE, Session.of(account, data(send(request().POST(HttpRequest.BodyPublishers.noBody())))));
    }

    @Override
    public void revoke(Session session) {}

    @Override
    public void close(Client client) {}

    @Override
    public boolean isShared() {
        return true;
    }
}
