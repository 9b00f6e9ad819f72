// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.Account;
import dev.holdfast.ClientFactory;
import dev.holdfast.Holdfast;
import dev.holdfast.Identity;
import dev.holdfast.LogIn;
import dev.holdfast.Session;
import dev.holdfast.SessionHandle;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.state.Codec;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Schema;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small client app: its clients, and what its only user keeps. */
class Chat implements ClientFactory<Chat.Client> {

    static final String APP = "org.example.chat";
    static final String ALICE = "@alice:example.org";

    /** What no file may tell after log-out. */
    static final String[] SECRETS = {"secret-token", "store-passphrase", "draft text", ALICE};

    /** What a user has written and not sent. */
    record Draft(String text) {
        static final Schema<Draft> SCHEMA = Schema.of("draft", Draft.class, new Draft(""))
                .withCodec(Codec.ofTree(
                        draft -> JsonObject.empty().with("text", draft.text()),
                        tree -> new Draft(tree.string("text"))));
    }

    /** Where sessions end. */
    interface Server {
        void revoke(Session session) throws IOException;
    }

    /** A client that runs. */
    record Client(Session session) {}

    private final Server server;

    /** Clients of a server that ends every session. */
    Chat() {
        this(session -> {});
    }

    Chat(Server server) {
        this.server = server;
    }

    static Holdfast open(Path directory) {
        return Holdfast.builder(APP).at(directory).open();
    }

    /** Alice, with a draft and a file in her client's store. */
    static Account signIn(Holdfast app) throws IOException {
        return new Chat().signInTo(app);
    }

    Account signInTo(Holdfast app) throws IOException {
        Account account = app.sessions(this).signIn(logIn()).account();
        account.document(Draft.SCHEMA).set(new Draft("draft text"));
        return account;
    }

    static LogIn<Client, IOException> logIn() {
        return handle -> {
            Files.writeString(handle.store("timeline").resolve("timeline.db"), "draft text");
            return new Client(session());
        };
    }

    static Session session() {
        return Session.of(
                        URI.create("https://chat.example.org"),
                        SecretBytes.copyOf("secret-token".getBytes(StandardCharsets.UTF_8)))
                .withStore("timeline")
                .withPassphrase(SecretString.copyOf("store-passphrase"));
    }

    @Override
    public Client rebuild(SessionHandle handle) throws Exception {
        return new Client(handle.session());
    }

    @Override
    public Identity describe(Client client) {
        return new Identity(ALICE, client.session());
    }

    @Override
    public void revoke(Session session) throws IOException {
        server.revoke(session);
    }

    @Override
    public void close(Client client) throws InterruptedException {}
}
