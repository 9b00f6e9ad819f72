// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.LogoutReceipt.Outcome;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogoutOfAllTest {

    private static final String APP = "org.example.chat";
    private static final String ALICE = "@alice:example.org";
    private static final String BOB = "@bob:example.org";
    private static final String CARL = "@carl:example.org";

    @TempDir
    Path directory;

    private final ChatServer server = new ChatServer();
    private final ChatClients clients = new ChatClients(server);

    private Path data() {
        return AppPaths.under(APP, directory).data();
    }

    private Holdfast open() {
        return Holdfast.builder(APP).at(directory).open();
    }

    private Account signIn(Holdfast app, String user) throws IOException {
        return app.sessions(clients)
                .signIn(handle -> clients.logIn(handle, user))
                .account();
    }

    @Test
    void everyAccountIsLoggedOutOpenOrNot() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
            signIn(app, BOB);
        }
        try (Holdfast app = open()) {
            signIn(app, CARL);

            List<LogoutReceipt> receipts = app.logOutAll();

            assertThat(receipts).extracting(LogoutReceipt::user).containsExactlyInAnyOrder(ALICE, BOB, CARL);
            assertThat(receipts).allMatch(LogoutReceipt::isComplete).allMatch(LogoutReceipt::isRevoked);
            assertThat(app.accounts()).isEmpty();
            assertThat(app.logOutAll()).isEmpty();
        }
        assertThat(server.loggedIn()).isZero();
        assertThat(data().resolve("accounts").toFile().list()).containsExactly("by-user");
        assertThat(data().resolve("accounts/by-user")).isEmptyDirectory();
    }

    @Test
    void oneThatFailsKeepsNoOtherFromIt() throws IOException {
        StringBuilder failing = new StringBuilder();
        ForwardingStorage full = new ForwardingStorage(FileStorage.at(data())) {
            @Override
            public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
                if (!failing.isEmpty() && name.name().equals("accounts." + failing)) {
                    throw new StorageException(
                            new Problem("HF-0104", "the disk is full", null, "nothing was changed", "make room"),
                            StorageException.State.UNCHANGED,
                            new IOException("no space"));
                }
                return super.replace(name, expected, bytes, durability);
            }
        };
        try (Holdfast app = Holdfast.builder(APP).at(directory).storage(full).open()) {
            signIn(app, ALICE);
            failing.append(signIn(app, BOB).open().incarnation().id());
            signIn(app, CARL);

            List<LogoutReceipt> receipts = app.logOutAll();

            assertThat(receipts).hasSize(3);
            assertThat(receipts)
                    .filteredOn(receipt -> receipt.user().equals(BOB))
                    .singleElement()
                    .satisfies(receipt -> {
                        assertThat(receipt.isComplete()).isFalse();
                        assertThat(receipt.steps()).singleElement().satisfies(step -> {
                            assertThat(step.outcome()).isEqualTo(Outcome.FAILED);
                            assertThat(step.detail()).isEqualTo("HF-0104");
                        });
                        assertThat(receipt.toString()).endsWith("not begun");
                    });
            assertThat(app.accounts()).containsExactly(BOB);
            assertThat(app.account(BOB).document(Drafts.SCHEMA).get().text()).isEmpty();
            failing.setLength(0);
            assertThat(app.logOutAll()).singleElement().matches(LogoutReceipt::isComplete);
        }
    }

    @Test
    void anAccountWhoseUserCannotBeReadIsLoggedOutToo() throws IOException {
        try (Holdfast app = open()) {
            signIn(app, ALICE);
        }
        for (Path file : files("accounts/[0-9a-z]{25}/account", "accounts/by-user/.*")) {
            Files.writeString(file, "damaged");
        }
        try (Holdfast app = open()) {
            app.sessions(clients);
            assertThat(app.logOutAll()).singleElement().satisfies(receipt -> {
                assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
                assertThat(receipt.isRevoked()).isTrue();
                assertThat(receipt.user()).isEmpty();
            });
        }
        assertThat(files("accounts/[0-9a-z]{25}.*", "keys/.*")).isEmpty();
        assertThat(server.loggedIn()).isZero();
    }

    @Test
    void aClosedHomeLogsNobodyOut() {
        Holdfast app = open();
        app.close();
        assertThatThrownBy(app::logOutAll).hasMessageContaining("HF-0503");
    }

    private List<Path> files(String... paths) throws IOException {
        try (Stream<Path> files = Files.walk(data())) {
            return files.filter(file -> Stream.of(paths)
                            .anyMatch(path -> data().relativize(file).toString().matches(path)))
                    .toList();
        }
    }
}
