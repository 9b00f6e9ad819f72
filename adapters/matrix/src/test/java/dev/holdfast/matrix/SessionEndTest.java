// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.NotRestored;
import dev.holdfast.Restored;
import dev.holdfast.SessionManager;
import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.testkit.Leaks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A session ends, by the server's will or the user's. */
@Tag("real")
@ExtendWith(Homeserver.class)
class SessionEndTest {

    @TempDir
    private Path folder;

    @Test
    void aRevokedSessionIsToldAndKeptAndTheDeviceGoesOnAfterAnotherSignIn(Synapse server) throws Exception {
        String dave = server.user("dave");
        server.user("erin");
        Path home = folder.resolve("dave");
        try (Person e = Person.signIn(folder.resolve("erin"), server, "erin")) {
            String room;
            String device;
            try (Person d = Person.signIn(home, server, "dave")) {
                room = d.meet(e, "Lunch");
                d.say(room, "before");
                device = d.client().device();
                CompletableFuture<SyncState> asTold =
                        d.client().revoked().thenApply(told -> d.client().state());
                server.revoke(dave, device);
                assertThat(Person.get(asTold)).isEqualTo(SyncState.REVOKED);
                d.await(SyncState.REVOKED);
                assertThatThrownBy(() -> Person.get(d.client().rooms())).hasMessageContaining("HF-0812");
            }
            try (Holdfast app = Holdfast.builder("org.example.matrix").at(home).open()) {
                SessionManager<MatrixClient> sessions = app.sessions(Person.CLIENTS);
                assertThat(sessions.restoreLatest())
                        .isInstanceOfSatisfying(
                                NotRestored.class,
                                not -> assertThat(not.reason()).isEqualTo(NotRestored.Reason.REVOKED));
                Restored<MatrixClient> again = sessions.signIn(
                        app.account(dave),
                        handle -> Person.CLIENTS.logIn(handle, server.uri(), "dave", Person.password()));
                Person d = Person.running(app, sessions, again);
                assertThat(d.client().device()).isEqualTo(device);
                CompletableFuture<Message> heard = d.hears("welcome back");
                e.say(room, "welcome back");
                assertThat(Person.get(heard).sender()).isEqualTo(e.client().user());
                assertThat(d.said(room)).containsExactly("before", "welcome back");
            }
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndNobodyIsSignedIn(Synapse server) throws Exception {
        server.user("judy");
        try (Holdfast app = Holdfast.builder("org.example.matrix")
                .at(folder.resolve("judy"))
                .open()) {
            SecretString wrong = SecretString.copyOf("not-the-password");
            assertThatThrownBy(() -> app.sessions(Person.CLIENTS)
                            .signIn(handle -> Person.CLIENTS.logIn(handle, server.uri(), "judy", wrong)))
                    .hasMessageStartingWith("HF-0803")
                    .hasMessageNotContaining("not-the-password");
            assertThat(app.accounts()).isEmpty();
        }
    }

    @Test
    void aLogOutLeavesNothingHereAndTheServerForgetsTheDevice(Synapse server) throws Exception {
        String frank = server.user("frank");
        try (Person f = Person.signIn(folder.resolve("frank"), server, "frank")) {
            String room = Person.get(f.client().createRoom("Secret plans", Set.of()));
            f.awaitRoom(room);
            f.say(room, "nobody knows that");
            byte[] file = "nor that one".getBytes(StandardCharsets.UTF_8);
            Person.get(Person.get(f.client().sendFile(room, "where.txt", "text/plain", file))
                    .accepted());
            String token = f.tokens().access();
            assertThat(server.devices(frank)).hasSize(1);
            Account account = f.restored().account();
            LogoutReceipt receipt = account.logOut();
            Leaks.after(receipt).assertNone("nobody knows that", "Secret plans", "nor that one", "where.txt", token);
            assertThat(server.devices(frank)).isEmpty();
        }
    }
}
