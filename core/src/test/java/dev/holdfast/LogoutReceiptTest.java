// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.LogoutReceipt.Outcome;
import dev.holdfast.LogoutReceipt.Step;
import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.KeyProvider;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.VaultProvider;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.state.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts that are stored and sent. */
class LogoutReceiptTest {

    private static final String ALICE = "@alice:example.org";

    @TempDir
    Path directory;

    private final ChatServer server = new ChatServer();
    private final ChatClients clients = new ChatClients(server);

    @Test
    void theJsonOfAReceiptIsStable() {
        LogoutReceipt receipt = new LogoutReceipt(
                ALICE,
                "0123456789abcdefghijklmno",
                List.of(
                        new Step("stop client", Outcome.DONE, "nobody has the account open", Duration.ofMillis(5)),
                        new Step(
                                "revoke session",
                                Outcome.SKIPPED,
                                "not revoked: ConnectException",
                                Duration.ofMillis(3)),
                        new Step("destroy keys", Outcome.PENDING, "keyring: it is locked", Duration.ofSeconds(3))),
                List.of(directory));
        assertThat(new String(receipt.toJson().print(Layout.COMPACT), StandardCharsets.UTF_8))
                .isEqualTo("{\"receipt\":1,\"incarnation\":\"0123456789abcdefghijklmno\",\"complete\":false,"
                        + "\"revoked\":false,\"steps\":["
                        + "{\"name\":\"stop client\",\"outcome\":\"done\",\"detail\":\"nobody has the account open\","
                        + "\"milliseconds\":5},"
                        + "{\"name\":\"revoke session\",\"outcome\":\"skipped\","
                        + "\"detail\":\"not revoked: ConnectException\",\"milliseconds\":3},"
                        + "{\"name\":\"destroy keys\",\"outcome\":\"pending\",\"detail\":\"keyring: it is locked\","
                        + "\"milliseconds\":3000}]}");
    }

    @Test
    void itTellsNothingOfThePersonOrTheMachine() {
        String detail = "vault: the item \"Chat of Al Ice\" of " + ALICE + " in /home/alice/.keys is locked, also"
                + " C:\\Users\\alice and https://alice:pw@example.org/x?y; try later";
        LogoutReceipt receipt = new LogoutReceipt(
                ALICE,
                "0123456789abcdefghijklmno",
                List.of(new Step("destroy keys", Outcome.PENDING, detail, Duration.ZERO)),
                List.of(directory));

        String json = receipt.toJson().toString() + text(receipt);

        assertThat(json).doesNotContain("alice", "Al Ice", "example.org", directory.toString(), "Users");
        assertThat(text(receipt)).contains("vault: the item ... of ... in ... is locked, also ... and ... try later");
    }

    @Test
    void noReceiptHoldsASecretWhateverFails() throws IOException {
        LeakyVault vault = new LeakyVault();
        try (Holdfast app = Holdfast.builder("org.example.chat")
                .at(directory)
                .keys(vault)
                .revokeLater(Duration.ofDays(1))
                .open()) {
            ClientFactory<ChatClients.Client> failing = new ForwardingClients(clients) {
                @Override
                public void revoke(Session session) {
                    throw new IllegalStateException("canary " + ChatClients.token(session));
                }

                @Override
                public void close(ChatClients.Client client) throws IOException {
                    throw new IOException("canary " + ChatClients.token(client.session));
                }
            };
            Account account = app.sessions(failing)
                    .signIn(handle -> clients.logIn(handle, ALICE))
                    .account();
            account.caches().register("failing", () -> {
                throw new IllegalStateException("canary draft text");
            });
            vault.fails = true;

            LogoutReceipt receipt = account.logOut();

            assertThat(receipt.pending())
                    .extracting(Step::name)
                    .contains(Logout.STOP, Logout.DESTROY, Logout.CLEAR, Logout.PROVE);
            assertThat(receipt.toString()).doesNotContain("canary", "secret-token", "draft text", "store-passphrase");
            assertThat(text(receipt))
                    .doesNotContain("canary", "secret-token", "draft text", "alice", "chat.example.org")
                    .doesNotContain(directory.toString());
            JsonObject read = (JsonObject) JsonValue.parse(text(receipt).getBytes(StandardCharsets.UTF_8));
            assertThat(read.array("steps")).hasSameSizeAs(receipt.steps());
            vault.fails = false;
        }
    }

    private static String text(LogoutReceipt receipt) {
        return new String(receipt.toJson().print(Layout.PRETTY), StandardCharsets.UTF_8)
                .replace("\\\\", "\\")
                .replace("\\\"", "\"");
    }

    /** A vault that names the person when it fails. */
    private static final class LeakyVault implements KeyProviderFactory, VaultProvider {

        private final Map<KeyId, byte[]> keys = new HashMap<>();
        private boolean fails;

        @Override
        public String id() {
            return "leaky-vault";
        }

        @Override
        public ProtectionLevel level() {
            return ProtectionLevel.OS_KEYRING;
        }

        @Override
        public KeyProvider open(ProviderHome home) {
            return this;
        }

        @Override
        public void put(KeyId id, SecretBytes key) {
            keys.put(id, key.reveal());
        }

        @Override
        public Optional<SecretBytes> get(KeyId id) {
            return Optional.ofNullable(keys.get(id)).map(SecretBytes::copyOf);
        }

        @Override
        public void delete(KeyId id) {
            if (fails) {
                throw new ProviderUnavailableException(
                        id(), "the collection /run/keys/alice of " + ALICE + " is locked");
            }
            keys.remove(id);
        }

        @Override
        public void close() {}
    }
}
