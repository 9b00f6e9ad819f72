// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.NoSession;
import dev.holdfast.NotRestored;
import dev.holdfast.Restored;
import dev.holdfast.Session;
import dev.holdfast.SessionFile;
import dev.holdfast.it.SeedClients.Client;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seed's session: saved after log-in, and enough to build the client again. */
class SeedSessionTest {

    @TempDir
    Path directory;

    private final SeedClients clients = new SeedClients();

    private Holdfast open() {
        return Holdfast.builder(Seed.APP).at(directory).open();
    }

    private Client signIn() throws IOException {
        try (Holdfast app = open()) {
            return app.sessions(clients).signIn(clients::logIn).client();
        }
    }

    @Test
    void saveSession() throws IOException {
        Session saved = signIn().session();

        assertThat(saved.endpoint()).isEqualTo(Seed.HOMESERVER);
        assertThat(stored("session")).hasSize(1);
        for (Path file : files()) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain(Seed.PASSPHRASE, SeedClients.TOKEN);
        }
    }

    @Test
    void restoreSession() throws IOException {
        Client before = signIn();
        try (Holdfast app = open()) {
            Restored<Client> restored = (Restored<Client>) app.sessions(clients).restoreLatest();

            assertThat(restored.client()).isEqualTo(before);
            assertThat(restored.client().passphrase()).isEqualTo(Seed.PASSPHRASE);
        }
    }

    @Test
    void restoreSessionWithoutAFileGivesNone() {
        try (Holdfast app = open()) {
            assertThat(app.sessions(clients).restoreLatest()).isInstanceOf(NoSession.class);
        }
    }

    @Test
    void restoreSessionOfADamagedFileFailsAndKeepsIt() throws IOException {
        signIn();
        Path session = stored("session").get(0);
        byte[] damaged = Files.readAllBytes(session);
        damaged[damaged.length - 1] ^= 1;
        Files.write(session, damaged);
        try (Holdfast app = open()) {
            NotRestored<Client> not =
                    (NotRestored<Client>) app.sessions(clients).restoreLatest();

            assertThat(not.reason()).isEqualTo(NotRestored.Reason.UNREADABLE);
            assertThat(app.accounts()).containsExactly(Seed.USER);
        }
        assertThat(session).hasBinaryContent(damaged);
        assertThat(stored("quarantine")).isEmpty();
    }

    @Test
    void clientSessionPersisted() throws IOException {
        JsonObject persisted = (JsonObject) JsonValue.parse(Seed.file("session.json"));
        Path database = Path.of(persisted.string("db_path"));

        Session session = Session.of(URI.create(persisted.string("homeserver")), SecretBytes.copyOf(new byte[0]))
                .withStore(database.getFileName().toString())
                .withPassphrase(SecretString.copyOf(persisted.string("passphrase")));

        assertThat(session.endpoint()).isEqualTo(Seed.HOMESERVER);
        assertThat(session.store()).contains("db");
        assertThat(session.passphrase()).contains(SecretString.copyOf(Seed.PASSPHRASE));
        assertThat(session.toString()).doesNotContain(Seed.PASSPHRASE);
    }

    @Test
    void theSessionOfTheSeedBecomesAnAccount() throws IOException {
        Path data = Files.createDirectories(directory.resolve("chat"));
        Path sessionJson = Files.write(data.resolve("session.json"), Seed.file("session.json"));
        Files.writeString(Files.createDirectory(data.resolve("db")).resolve("chat.db"), "a message");
        clients.loggedIn = true;
        try (Holdfast app = open()) {
            app.sessions(clients).importFrom(SessionFile.ofClientSession(sessionJson, data, Seed.USER));
        }
        assertThat(data).isEmptyDirectory();
        try (Holdfast app = open()) {
            Restored<Client> restored = (Restored<Client>) app.sessions(clients).restoreLatest();
            assertThat(restored.client().homeserver()).isEqualTo(Seed.HOMESERVER);
            assertThat(restored.client().passphrase()).isEqualTo(Seed.PASSPHRASE);
            assertThat(restored.client().store().resolve("chat.db")).hasContent("a message");
        }
    }

    /** The files that have this name, or lie in a directory that has it. */
    private List<Path> stored(String name) throws IOException {
        return files().stream()
                .filter(file -> StreamSupport.stream(file.spliterator(), false).anyMatch(part -> part.endsWith(name)))
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .toList();
        }
    }
}
