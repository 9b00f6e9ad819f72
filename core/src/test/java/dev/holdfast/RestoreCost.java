// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.state.Documents;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * What it costs to have a sealed session of 4 KB back that lies in files, with its keys in the key file, beside a program
 * in C that opens the session's file, asks for its size, reads and closes it. Each contains the one before it:
 *
 * <ul>
 *   <li>{@code session}: the keys are open; it is read, unsealed, parsed
 *   <li>{@code account}: the home is open; the account is opened, its keys fetched, its session read, the client made, and
 *       all of that closed again
 *   <li>{@code home}: the home, too, is opened and closed
 * </ul>
 */
final class RestoreCost {

    /** Gives a sealed file of 4 KB. */
    private static final int CLIENT_DATA = 2_850;

    private static final int FLOOR_READS = 50_000;

    private final Path directory;

    private RestoreCost(Path directory) {
        this.directory = directory;
    }

    /** Arguments: an empty directory, and how many rounds. Needs {@code cc}. */
    public static void main(String[] arguments) throws Exception {
        RestoreCost cost = new RestoreCost(Path.of(arguments[0]));
        cost.signedIn("third").close();
        try (Holdfast first = cost.signedIn("first");
                Holdfast second = cost.signedIn("second")) {
            cost.measure(first.account(Plain.USER).open(), second, Integer.parseInt(arguments[1]));
        }
    }

    private Holdfast signedIn(String home) {
        Holdfast app = open(home);
        byte[] data = new byte[CLIENT_DATA];
        new SecureRandom().nextBytes(data);
        Session session = Session.of(URI.create("https://chat.example.org"), SecretBytes.copyOf(data));
        app.sessions(new Plain()).signIn(handle -> session).account().close();
        return app;
    }

    private Holdfast open(String home) {
        return Holdfast.builder("org.example.chat")
                .at(directory.resolve(home))
                .keys(KeyProviders.keyFile())
                .open();
    }

    private void measure(OpenAccount first, Holdfast second, int count) throws Exception {
        Path file = Path.of(first.sealed().location(first.incarnation().session()));
        System.out.printf("a sealed file of %,d bytes%n", Files.size(file));
        CpuRounds rounds = new CpuRounds();
        try (PlainReads floor = PlainReads.of(file, FLOOR_READS, directory)) {
            rounds.add("C", floor::micros);
            rounds.warm("Java", () -> Files.readAllBytes(file));
            rounds.warm("session", () -> load(first));
            rounds.warm("account", () -> restore(second).close());
            rounds.warm("home", () -> {
                try (Holdfast third = open("third")) {
                    restore(third);
                }
            });
            rounds.print(count);
        }
    }

    private static void load(OpenAccount account) {
        try (Documents documents =
                account.home().documents(account.sealed(), account.incarnation().scope())) {
            SavedSession saved = documents
                    .document(account.incarnation().session(), SavedSession.SCHEMA)
                    .load()
                    .value();
            if (saved.session().isEmpty()) {
                throw new IllegalStateException("There is no session");
            }
        }
    }

    private static Account restore(Holdfast app) {
        if (app.sessions(new Plain()).restore(Plain.USER) instanceof Restored<Session> restored) {
            return restored.account();
        }
        throw new IllegalStateException("Not restored");
    }

    /** Clients that are nothing but their session. */
    private static final class Plain implements ClientFactory<Session> {

        private static final String USER = "@alice:example.org";

        @Override
        public Session rebuild(SessionHandle handle) {
            return handle.session();
        }

        @Override
        public Identity describe(Session client) {
            return new Identity(USER, client);
        }

        @Override
        public void revoke(Session session) {}

        @Override
        public void close(Session client) {}
    }
}
