// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.Account;
import dev.holdfast.ClientFactory;
import dev.holdfast.Holdfast;
import dev.holdfast.Identity;
import dev.holdfast.NotRestored;
import dev.holdfast.Restore;
import dev.holdfast.Restored;
import dev.holdfast.Session;
import dev.holdfast.SessionHandle;
import dev.holdfast.it.SecretChat.Client;
import dev.holdfast.it.SecretChat.Letter;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.state.Document;
import dev.holdfast.storage.HoldfastException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A life of {@link SecretChat}, a process for each part. It prints whatever it gets to see. */
final class SecretLife {

    private final URI server;
    private final Path user = Path.of(System.getProperty("user.home"));

    private SecretLife(URI server) {
        this.server = server;
    }

    public static void main(String[] arguments) throws Exception {
        SecretLife life = new SecretLife(URI.create(arguments[0]));
        switch (arguments[1]) {
            case "sign in" -> life.signIn();
            case "go on" -> life.goOn();
            case "trouble" -> life.trouble();
            case "read" -> life.read();
            case "log out" -> life.logOut();
            default -> life.leak();
        }
    }

    private Holdfast open() {
        return Holdfast.builder(SecretChat.APP)
                .keys(RemoteVault.at(server), KeyProviders.keyFile())
                .open();
    }

    /** Stands still behind a change that waits to be saved, and one that was. */
    private void signIn() throws Exception {
        Holdfast app = open();
        Restored<Client> restored = app.sessions(new SecretChat()).signIn(SecretChat::logIn);
        show(restored, restored.handle(), restored.handle().session(), restored.account());
        Document<Letter> letter = restored.account().document(Letter.SCHEMA);
        letter.set(new Letter(SecretChat.TEXT));
        letter.update(text -> new Letter(text.text() + "!"));
        letter.updateLater(text -> new Letter(SecretChat.TYPED));
        letter.flush();
        letter.updateLater(text -> new Letter(text.text() + " " + SecretChat.TEXT));
        System.out.println("typed");
        System.in.read();
    }

    private void goOn() throws Exception {
        try (Holdfast app = open()) {
            Restored<Client> restored =
                    (Restored<Client>) app.sessions(new SecretChat()).restoreLatest();
            show(restored.handle().refresh(before -> before.withClientData(SecretChat.data(SecretChat.FRESH_TOKENS))));
            Account account = restored.account();
            Document<Letter> letter = account.document(Letter.SCHEMA);
            show(account.protection().providers(), letter, letter.history().list());
            account.protection().rotate();
            letter.update(text -> new Letter(text.text() + "?"));
            show(account.protection().finishRotation());
            account.protection().moveTo("key-file");
            letter.update(text -> new Letter(text.text() + "?"));
            account.protection().moveTo(RemoteVault.ID);
            show(app.sessions(new SecretChat()).importFrom(SecretChat.bobsFile(user.resolve("old"))));
            System.out.println("went on");
        }
    }

    private void trouble() throws Exception {
        try (Holdfast app = open()) {
            tell(app.sessions(new Broken()).restore(SecretChat.ALICE));
        }
        restoreAll(Holdfast.builder(SecretChat.APP)
                .keys(RemoteVault.at(URI.create("http://127.0.0.1:1/")))
                .open());
        bindWrongly();
        List<Path> sessions = HomeFiles.all(user.resolve(".local")).stream()
                .filter(file -> file.endsWith("session"))
                .toList();
        Files.write(sessions.get(0), Files.readAllBytes(sessions.get(1)));
        restoreAll(open());
        Files.write(sessions.get(1), new byte[] {'{'});
        restoreAll(open());
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // what is printed is searched
    private void bindWrongly() {
        try (Holdfast app = open()) {
            Document<SecretChat.Count> letter = app.account(SecretChat.ALICE).document(SecretChat.Count.SCHEMA);
            show(letter.load().outcome(), letter.load());
            letter.load().problem().ifPresent(problem -> new HoldfastException(problem).printStackTrace());
            letter.set(new SecretChat.Count(1));
        } catch (HoldfastException e) {
            e.printStackTrace();
        }
    }

    private static void restoreAll(Holdfast opened) {
        try (Holdfast app = opened) {
            tell(app.sessions(new SecretChat()).restore(SecretChat.ALICE));
            tell(app.sessions(new SecretChat()).restore(SecretChat.BOB));
        }
    }

    private static void tell(Restore<Client> restore) {
        show(restore);
        if (restore instanceof NotRestored<Client> not) {
            show(not.reason(), not.advice());
            not.cause().ifPresent(Exception::printStackTrace);
        }
    }

    private void read() {
        try (Holdfast app = open()) {
            Restore<Client> restore = app.sessions(new SecretChat()).restoreLatest();
            show(restore instanceof NotRestored<Client> not ? not.reason() : "restored");
            show(app.account(SecretChat.ALICE)
                    .document(Letter.SCHEMA)
                    .get()
                    .text()
                    .contains(SecretChat.TYPED));
        }
    }

    private void logOut() {
        try (Holdfast app = open()) {
            app.logOutAll().forEach(receipt -> show(receipt, receipt.toJson(), receipt.isComplete()));
        }
    }

    /** What no app should do, once in every place. */
    private void leak() throws IOException {
        byte[] text = SecretChat.TEXT.getBytes(StandardCharsets.UTF_8);
        Files.writeString(
                Files.createTempFile("leak", ".tmp"),
                "at " + Base64.getEncoder().encodeToString(text));
        Files.writeString(user.resolve("leak"), SecretChat.BOBS_TOKEN, StandardCharsets.UTF_16);
        Logger logger = System.getLogger("org.example.secret");
        logger.log(Level.DEBUG, "signed in with {0}", SecretChat.PASSPHRASE);
        show(HexFormat.of().formatHex(SecretChat.TYPED.getBytes(StandardCharsets.UTF_8)));
        new IOException("refused: " + SecretChat.FRESH_TOKENS).printStackTrace();
    }

    private static void show(Object... things) {
        List.of(things).forEach(System.out::println);
    }

    /** A client that does not start. */
    private static final class Broken implements ClientFactory<Client> {

        @Override
        public Client rebuild(SessionHandle handle) throws IOException {
            throw new IOException("the client of " + handle.session() + " does not start");
        }

        @Override
        public Identity describe(Client client) {
            return new Identity(SecretChat.ALICE, client.session());
        }

        @Override
        public void revoke(Session session) {}

        @Override
        public void close(Client client) {}
    }
}
