// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.ImportReceipt.Outcome;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Stored;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A session file in plain text becomes an account. */
class SessionImportTest {

    private static final String ALICE = "@alice:example.org";

    @TempDir
    private Path directory;

    private final SessionClients clients = new SessionClients();
    private OldApp old;

    @BeforeEach
    void writeTheOldSession() throws IOException {
        old = OldApp.in(directory.resolve("old")).write(OldApp.fullSession(ALICE, "db_2024"));
        Files.setPosixFilePermissions(old.file(), PosixFilePermissions.fromString("rw-------"));
    }

    private Holdfast open() {
        return Holdfast.builder("org.example.chat")
                .at(directory.resolve("home"))
                .open();
    }

    private ImportReceipt importFrom(SessionFile file) {
        try (Holdfast app = open()) {
            return app.sessions(clients).importFrom(file);
        }
    }

    private Restored<Session> restored(Holdfast app) {
        return (Restored<Session>) app.sessions(clients).restoreLatest();
    }

    @Test
    void aFullSessionBecomesTheLatestAccount() throws IOException {
        Object inode = Files.getAttribute(old.database(), "unix:ino");
        Path database = old.database().toRealPath();

        assertThat(importFrom(old.full()))
                .isEqualTo(new ImportReceipt(
                        Outcome.IMPORTED,
                        old.file(),
                        Optional.of(ALICE),
                        Optional.of("chat.example.org"),
                        Optional.of("db"),
                        Optional.of(database),
                        List.of()));

        assertThat(old.data()).isEmptyDirectory();
        try (Holdfast app = open()) {
            Restored<Session> restored = restored(app);
            Path store = restored.handle().store("db");
            assertThat(restored.account().user()).isEqualTo(ALICE);
            assertThat(restored.client().endpoint()).isEqualTo(URI.create("https://chat.example.org/"));
            assertThat(restored.client().passphrase()).contains(SecretString.copyOf(OldApp.PASSPHRASE));
            assertThat(restored.client().store()).contains("db");
            assertThat(Files.getAttribute(store, "unix:ino")).isEqualTo(inode);
            assertThat(store.resolve("state.db-wal")).hasContent("more rows");
        }
    }

    @Test
    void theClientDataAreTheFileWithoutWhatHasAPlaceOfItsOwn() {
        importFrom(old.full());
        assertThat(clientData())
                .isEqualTo("{\"user_session\":{\"user_id\":\"@alice:example.org\",\"device_id\":\"DEVICE\","
                        + "\"access_token\":\"secret-token\",\"refresh_token\":\"secret-refresh-token\"},"
                        + "\"sync_token\":\"s1\",\"sliding_sync_version\":\"Native\"}");
    }

    @Test
    void unknownFieldsAreKeptAsTheyWere() {
        old.write(OldApp.fullSession(ALICE, "db_2024")
                .with("client_session", OldApp.clientSession("db_2024").with("proxy", "socks"))
                .with("later", JsonValue.parse("[1.50,1e400,null]".getBytes(StandardCharsets.UTF_8))));
        importFrom(old.full());
        assertThat(clientData())
                .startsWith("{\"client_session\":{\"proxy\":\"socks\"},\"user_session\":")
                .endsWith("\"later\":[1.50,1e400,null]}");
    }

    @Test
    void aSessionOfOauthNamesItsUserFurtherIn() {
        JsonObject full = OldApp.fullSession(ALICE, "db_2024");
        JsonObject oauth = JsonObject.empty().with("client_id", "id").with("user_session", full.object("user_session"));
        old.write(full.with("user_session", oauth));
        assertThat(importFrom(old.full()).user()).contains(ALICE);
        assertThat(clientData()).startsWith("{\"user_session\":{\"client_id\":\"id\",\"user_session\":{");
    }

    @Test
    void aClientSessionIsOfTheUserThatTheAppNames() {
        old.write(OldApp.clientSession("db_2024"));
        assertThat(importFrom(old.client("@bob:example.org").intoStore("timeline"))
                        .store())
                .contains("timeline");
        assertThat(clientData()).isEqualTo("{}");
        try (Holdfast app = open()) {
            assertThat(app.accounts()).containsExactly("@bob:example.org");
        }
    }

    private String clientData() {
        try (Holdfast app = open()) {
            return new String(restored(app).client().clientData().reveal(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void thereIsNothingToImportBeforeAndAfter() throws IOException {
        assertThat(importFrom(SessionFile.ofFullSession(directory.resolve("none"), directory))
                        .outcome())
                .isEqualTo(Outcome.NOTHING_THERE);
        importFrom(old.full());
        assertThat(importFrom(old.full()).toString()).endsWith("old/session: nothing there");
    }

    @Test
    void theReceiptTellsWhatWasDoneAndNoSecret() {
        String table = importFrom(old.full()).toString();
        assertThat(table)
                .contains("session   of @alice:example.org at chat.example.org: sealed, and read back")
                .contains("database  store db, moved from ")
                .contains("file      removed")
                .contains("can still be read")
                .doesNotContain(OldApp.TOKEN, OldApp.REFRESH, OldApp.PASSPHRASE, "DEVICE");
    }

    @Test
    void aFileThatIsPutBackIsRemovedAndTheAccountIsAsItWas() throws IOException {
        String content = Files.readString(old.file());
        importFrom(old.full());
        Session fresh = refresh();
        old.write(content);

        ImportReceipt again = importFrom(old.full());

        assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_IMPORTED);
        assertThat(again.toString()).contains("sealed before", "store db\n");
        assertThat(old.file()).doesNotExist();
        try (Holdfast app = open()) {
            assertThat(restored(app).client()).isEqualTo(fresh);
        }
    }

    private Session refresh() {
        try (Holdfast app = open()) {
            return restored(app)
                    .handle()
                    .refresh(session -> session.withClientData(SecretBytes.copyOf(new byte[] {1})));
        }
    }

    @Test
    void anAccountThatWasNotMadeOfTheFileIsLeftAlone() throws IOException {
        try (Holdfast app = open()) {
            Session session = Session.of(URI.create("https://chat.example.org"), SecretBytes.copyOf(new byte[] {1}));
            app.sessions(clients).signIn(handle -> session);
        }
        var before = OldApp.contents(directory);
        assertThatThrownBy(() -> importFrom(old.full()))
                .isInstanceOfSatisfying(
                        KnownAccountException.class, e -> assertThat(e.user()).isEqualTo(ALICE))
                .hasMessageContaining("HF-0551");
        assertThat(OldApp.contents(directory)).isEqualTo(before);
    }

    @Test
    void anotherFileOfTheSameUserIsRefused() throws IOException {
        importFrom(old.full());
        OldApp other = OldApp.in(directory.resolve("other")).write(OldApp.fullSession(ALICE, "db_2024"));
        other.write(OldApp.fullSession(ALICE, "db_2024").with("sync_token", "s2"));
        assertThat(code(other.full())).isEqualTo("HF-0551");
        assertThat(other.isWhole()).isTrue();
    }

    @Test
    void whoWasLatestStaysIt() throws IOException {
        importFrom(old.full());
        OldApp other = OldApp.in(directory.resolve("other")).write(OldApp.clientSession("db_2024"));
        importFrom(other.client("@bob:example.org"));
        try (Holdfast app = open()) {
            assertThat(app.accounts()).containsExactly(ALICE, "@bob:example.org");
            assertThat(restored(app).account().user()).isEqualTo(ALICE);
        }
    }

    @Test
    void anAccountWhoseClientRunsIsNotImportedInto() throws IOException {
        String content = Files.readString(old.file());
        importFrom(old.full());
        old.write(content);
        try (Holdfast app = open()) {
            restored(app);
            assertThatThrownBy(() -> app.sessions(clients).importFrom(old.full()))
                    .hasMessageContaining("HF-0513");
            assertThat(old.file()).exists();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFileThatOthersCouldReadIsImportedAndSaidToBe() throws IOException {
        Files.setPosixFilePermissions(old.file(), PosixFilePermissions.fromString("rw-r--r--"));
        ImportReceipt receipt = importFrom(old.full());
        assertThat(receipt.warnings()).extracting(Problem::code).containsExactly("HF-0557");
        assertThat(receipt.isFileLeft()).isFalse();
        assertThat(receipt.toString()).contains("other users of this machine could read the file");
    }

    @Test
    void whatIsNotReadBackIsNotRemoved() throws IOException {
        String written = Files.readString(old.file());
        try (Holdfast app = Holdfast.builder("org.example.chat")
                .at(directory.resolve("home"))
                .storage(new ForgetfulStorage())
                .open()) {
            assertThatThrownBy(() -> app.sessions(clients).importFrom(old.full()))
                    .isInstanceOf(HoldfastException.class)
                    .hasMessageContaining("HF-0553");
        }
        assertThat(old.file()).hasContent(written);
        assertThat(old.database()).isNotEmptyDirectory();
    }

    /** Takes sessions, and has none. */
    private static final class ForgetfulStorage extends ForwardingStorage {

        ForgetfulStorage() {
            super(new MemoryStorage());
        }

        @Override
        public Optional<Stored> read(BlobName name) {
            return name.name().equals("session") ? Optional.empty() : super.read(name);
        }
    }

    @Test
    void aMissingDatabaseIsRefusedUnlessTheAppCanDoWithout() throws IOException {
        old.write(OldApp.fullSession(ALICE, "db_2023"));
        assertThat(refused(old.full())).isEqualTo("HF-0548");

        ImportReceipt receipt = importFrom(old.full().evenWithoutDatabase());

        assertThat(receipt.store()).isEmpty();
        assertThat(receipt.toString()).contains("database  none");
        assertThat(old.database()).exists();
        try (Holdfast app = open()) {
            assertThat(restored(app).client().store()).isEmpty();
        }
    }

    /** The code with which a file is refused that leaves everything as it was, and no account. */
    private String refused(SessionFile file) throws IOException {
        try (Holdfast app = open()) {
            var before = OldApp.contents(directory);
            String code = code(app, file);
            assertThat(OldApp.contents(directory)).isEqualTo(before);
            assertThat(app.accounts()).isEmpty();
            return code;
        }
    }

    private String code(SessionFile file) {
        try (Holdfast app = open()) {
            return code(app, file);
        }
    }

    private String code(Holdfast app, SessionFile file) {
        try {
            return app.sessions(clients).importFrom(file).toString();
        } catch (HoldfastException e) {
            return e.code();
        }
    }

    @Test
    void anEarlierSessionThatWasPutBackIsNotImportedOver() throws IOException {
        String content = Files.readString(old.file());
        importFrom(old.full());
        byte[] first = Files.readAllBytes(session());
        refresh();
        Files.write(session(), first);
        old.write(content);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(code(old.full())).isEqualTo("HF-0275");
            assertThat(old.file()).hasContent(content);
            assertThat(session()).hasBinaryContent(first);
        }
        try (Holdfast app = open()) {
            assertThat(app.sessions(clients).restoreLatest())
                    .isInstanceOfSatisfying(
                            NotRestored.class,
                            not -> assertThat(not.reason()).isEqualTo(NotRestored.Reason.ROLLED_BACK));
        }
    }

    private Path session() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("home"))) {
            return files.filter(file -> file.endsWith("session")).findFirst().orElseThrow();
        }
    }
}
