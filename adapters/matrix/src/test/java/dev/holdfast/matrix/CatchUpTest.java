// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.Restored;
import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A client that is to catch up tells how that went, whatever the way to the server does. */
@Tag("real")
@ExtendWith(Homeserver.class)
class CatchUpTest {

    private static final MatrixClients SILENT = Person.CLIENTS.asking(Duration.ZERO);
    private static final String FILTER = "POST /_matrix/client/v3/user/";
    private static final String SYNC = "GET /_matrix/client/v3/sync";

    @TempDir
    private Path home;

    @Test
    void aClientThatHasNeverSyncedIsToldToBeOfflineAndSyncsOnceItCan(Synapse server) throws Exception {
        server.user("yara");
        try (Wire wire = new Wire(server.uri())) {
            wire.stall(FILTER);
            signIn(wire, "yara");
            wire.cut();
            try (Holdfast app = app()) {
                MatrixClient client = restored(app);
                Person.get(client.startSync());
                assertThat(client.state()).isEqualTo(SyncState.STARTING);
                assertThat(Person.get(client.catchUp())).isEqualTo(SyncState.OFFLINE);
                wire.mend();
                Person.get(Person.first(client.states(), SyncState.RUNNING::equals));
                Person.get(client.stopSync());
                assertThat(client.state()).isEqualTo(SyncState.STOPPED);
            }
        }
    }

    @Test
    void aSyncThatIsStoppedBeforeItCouldBeginDoesNotBegin(Synapse server) throws Exception {
        server.user("yuri");
        try (Wire wire = new Wire(server.uri())) {
            wire.stall(FILTER);
            signIn(wire, "yuri");
            try (Holdfast app = app()) {
                MatrixClient client = restored(app);
                Person.get(client.startSync());
                CompletableFuture<SyncState> caughtUp = client.catchUp();
                Person.get(Person.first(client.states(), SyncState.STARTING::equals));
                Person.get(client.stopSync());
                assertThat(client.state()).isEqualTo(SyncState.STOPPED);
                assertThat(Person.get(caughtUp)).isEqualTo(SyncState.STOPPED);
            }
        }
    }

    @Test
    void aServerThatTakesAConnectionAndDoesNotAnswerIsOffline(Synapse server) throws Exception {
        server.user("zach");
        try (Wire wire = new Wire(server.uri())) {
            Person.signIn(home, wire.uri(), "zach").close();
            wire.stall(SYNC);
            try (Holdfast app = app()) {
                assertThat(Person.get(restored(app).catchUp())).isEqualTo(SyncState.OFFLINE);
            }
        }
    }

    @Test
    void whoWasOfflineAsksAgain(Synapse server) throws Exception {
        server.user("zoe");
        try (Wire wire = new Wire(server.uri())) {
            Person.signIn(home, wire.uri(), "zoe").close();
            wire.cut();
            try (Holdfast app = app()) {
                MatrixClient client = restored(app);
                assertThat(Person.get(client.catchUp())).isEqualTo(SyncState.OFFLINE);
                wire.mend();
                assertThat(Person.get(client.catchUp())).isEqualTo(SyncState.RUNNING);
            }
        }
    }

    private void signIn(Wire wire, String user) {
        try (Holdfast app = app()) {
            app.sessions(SILENT).signIn(handle -> SILENT.logIn(handle, wire.uri(), user, Person.password()));
        }
    }

    private Holdfast app() {
        return Holdfast.builder("org.example.matrix").at(home).open();
    }

    private static MatrixClient restored(Holdfast app) {
        return ((Restored<MatrixClient>) app.sessions(SILENT).restoreLatest()).client();
    }
}
