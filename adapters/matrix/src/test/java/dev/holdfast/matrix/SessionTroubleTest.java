// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.LogoutReceipt;
import dev.holdfast.Restored;
import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import dev.holdfast.matrix.trixnity.Tokens;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What looks like the end of a session and is none, and an exchange of tokens that does not come to its end. */
@Tag("real")
@ExtendWith(Homeserver.class)
class SessionTroubleTest {

    private static final String WHO = "GET /_matrix/client/v3/account/whoami";
    private static final String SYNC = "GET /_matrix/client/v3/sync";
    private static final String REFRESH = "POST /_matrix/client/v3/refresh";
    private static final String LOG_OUT = "POST /_matrix/client/v3/logout";

    @TempDir
    private Path home;

    @Test
    void aPageThatForbidsTheExchangeDoesNotEndTheSession(Synapse server) throws Exception {
        server.user("abel");
        try (Wire wire = new Wire(server.uri())) {
            Person.signIn(home, wire.uri(), "abel").close();
            expire(wire, WHO);
            expire(wire, SYNC);
            forbid(wire, REFRESH);
            try (Holdfast app = app()) {
                MatrixClient client = restored(app).client();
                assertThat(Person.get(client.catchUp())).isEqualTo(SyncState.OFFLINE);
                wire.mend();
                assertThat(Person.get(client.catchUp())).isEqualTo(SyncState.RUNNING);
                assertThat(client.revoked()).isNotDone();
            }
        }
    }

    @Test
    void aPageThatForbidsTheLogOutDoesNotEndTheSession(Synapse server) throws Exception {
        String bert = server.user("bert");
        try (Wire wire = new Wire(server.uri())) {
            forbid(wire, LOG_OUT);
            try (Person person = Person.signIn(home, wire.uri(), "bert")) {
                LogoutReceipt receipt = person.restored().account().logOut();
                assertThat(receipt.isRevoked()).as(receipt.toString()).isFalse();
                assertThat(server.devices(bert)).hasSize(1);
            }
        }
    }

    @Test
    void aRestoreDoesNotWaitForAnExchangeAndNeitherDoesTheEnd(Synapse server) throws Exception {
        String carl = server.user("carl");
        try (Wire wire = new Wire(server.uri())) {
            Person.signIn(home, wire.uri(), "carl").close();
            expire(wire, WHO);
            expire(wire, SYNC);
            wire.lose(REFRESH);
            Tokens tokens;
            try (Holdfast app = app()) {
                CompletableFuture<Void> asked = wire.next(REFRESH);
                Restored<MatrixClient> restored = restored(app);
                assertThat(asked).isDone();
                tokens = Tokens.of(restored.handle().session());
                CompletableFuture<Void> askedAgain = wire.next(REFRESH);
                Person.get(restored.client().startSync());
                Person.get(askedAgain);
            }
            wire.mend();
            expire(wire, WHO);
            try (Person person = Person.restore(home)) {
                assertThat(person.tokens().access()).isNotEqualTo(tokens.access());
                assertThat(server.devices(carl)).containsExactly(person.client().device());
            }
        }
    }

    @Test
    void aUserWhoIsLockedIsOfflineAndGoesOnOnceUnlocked(Synapse server) throws Exception {
        String dora = server.user("dora");
        server.user("emil");
        try (Person emil = Person.signIn(home.resolve("emil"), server, "emil")) {
            try (Person person = Person.signIn(home.resolve("dora"), server, "dora")) {
                String room = person.meet(emil, "Garden");
                person.say(room, "before");
                server.lock(dora);
                person.await(SyncState.OFFLINE);
                server.unlock(dora);
                person.await(SyncState.RUNNING);
                CompletableFuture<Message> heard = person.hears("welcome back");
                emil.say(room, "welcome back");
                Person.get(heard);
                assertThat(person.said(room)).containsExactly("before", "welcome back");
                assertThat(person.client().revoked()).isNotDone();
                server.lock(dora);
            }
            try (Holdfast app = Holdfast.builder("org.example.matrix")
                    .at(home.resolve("dora"))
                    .open()) {
                MatrixClient client = restored(app).client();
                assertThat(Person.get(client.catchUp())).isEqualTo(SyncState.OFFLINE);
                server.unlock(dora);
                Person.get(Person.first(client.states(), SyncState.RUNNING::equals));
            }
        }
    }

    /** The server would answer so, in ten seconds. */
    private static void expire(Wire wire, String request) {
        String error = "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"expired\",\"soft_logout\":true}";
        wire.answer(request, "401 Unauthorized", "application/json", error);
    }

    private static void forbid(Wire wire, String request) {
        wire.answer(request, "403 Forbidden", "text/html", "<html>This network does not allow that.</html>");
    }

    private Holdfast app() {
        return Holdfast.builder("org.example.matrix").at(home).open();
    }

    private static Restored<MatrixClient> restored(Holdfast app) {
        return (Restored<MatrixClient>) app.sessions(Person.CLIENTS).restoreLatest();
    }
}
