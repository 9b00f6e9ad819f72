// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Holdfast;
import dev.holdfast.Restored;
import dev.holdfast.SessionManager;
import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A known account is signed in again, and it fails when the server has let the user in already. */
@Tag("real")
@ExtendWith(Homeserver.class)
class SignInAgainTest {

    private static final String PUBLISH = "POST /_matrix/client/v3/keys/upload";

    @TempDir
    private Path folder;

    @Test
    void aFailureLeavesTheDeviceAndWhatItWasSentAndNothingRuns(Synapse server) throws Exception {
        String ruth = server.user("ruth");
        server.user("sven");
        Path home = folder.resolve("ruth");
        try (Wire wire = new Wire(server.uri())) {
            String device;
            String room;
            try (Person sven = Person.signIn(folder.resolve("sven"), server, "sven")) {
                try (Person r = Person.signIn(home, wire.uri(), "ruth")) {
                    room = r.meet(sven, "Harbour");
                    device = r.client().device();
                }
                sven.say(room, "while you were away");
            }
            try (Holdfast app = Holdfast.builder("org.example.matrix").at(home).open()) {
                SessionManager<MatrixClient> sessions = app.sessions(Person.CLIENTS);
                wire.answer(PUBLISH, "502 Bad Gateway", "text/html", "<html>");
                CompletableFuture<Void> refused = wire.next(PUBLISH);
                assertThatThrownBy(() -> signIn(app, sessions, wire, ruth)).hasMessageStartingWith("HF-0805");
                assertThat(refused).isDone();
                Person.await(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("holdfast-matrix-")));
                assertThat(server.devices(ruth)).containsExactly(device);
                wire.mend();
                Person r = Person.running(app, sessions, signIn(app, sessions, wire, ruth));
                assertThat(r.client().device()).isEqualTo(device);
                assertThat(r.said(room)).containsExactly("while you were away");
            }
        }
    }

    private static Restored<MatrixClient> signIn(
            Holdfast app, SessionManager<MatrixClient> sessions, Wire wire, String user) {
        return sessions.signIn(
                app.account(user), handle -> Person.CLIENTS.logIn(handle, wire.uri(), "ruth", Person.password()));
    }
}
