// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Holdfast;
import dev.holdfast.NotRestored;
import dev.holdfast.SessionManager;
import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import dev.holdfast.matrix.trixnity.Forgetting;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is kept is sent, whatever happens on the way; and what cannot be sent is not kept. */
@Tag("real")
@ExtendWith(Homeserver.class)
class SendingTest {

    private static final String SEND = "PUT /_matrix/client/v3/rooms/";
    private static final String SHARE_KEY = "PUT /_matrix/client/v3/sendToDevice/";
    private static final String UPLOAD = "POST /_matrix/media/v3/upload";

    @TempDir
    private Path folder;

    @Test
    void whatAProxyRefusesWhileItsServerIsAwayIsSentLater(Synapse server) throws Exception {
        server.user("gwen");
        server.user("hans");
        try (Wire wire = new Wire(server.uri());
                Person gwen = Person.signIn(folder.resolve("gwen"), wire.uri(), "gwen");
                Person hans = Person.signIn(folder.resolve("hans"), server, "hans")) {
            String room = gwen.meet(hans, "Proxies");
            Collection<String> heard = hans.listen();
            sayInSpiteOf(SHARE_KEY, wire, () -> gwen.client().sendText(room, "the first"));
            sayInSpiteOf(SEND, wire, () -> gwen.client().sendText(room, "the second"));
            sayInSpiteOf(UPLOAD, wire, () -> gwen.client().sendFile(room, "third.txt", "text/plain", new byte[9]));
            Person.await(() -> heard.contains("third.txt"));
            assertThat(heard).containsExactly("the first", "the second", "third.txt");
            assertThat(Person.get(gwen.client().unsent())).isEmpty();
        }
    }

    private static void sayInSpiteOf(String request, Wire wire, Supplier<CompletableFuture<Outgoing>> say)
            throws Exception {
        CompletableFuture<Void> refused = wire.next(request);
        badGateway(wire, request);
        Outgoing outgoing = Person.get(say.get());
        Person.get(refused);
        wire.mend();
        Person.get(outgoing.accepted());
    }

    private static void badGateway(Wire wire, String request) {
        wire.answer(request, "502 Bad Gateway", "text/html", "<html>");
    }

    @Test
    void whatWasKeptBeforeARevocationIsSentAfterTheNextSignIn(Synapse server) throws Exception {
        String iris = server.user("iris");
        server.user("jack");
        Path home = folder.resolve("iris");
        try (Wire wire = new Wire(server.uri());
                Person jack = Person.signIn(folder.resolve("jack"), server, "jack")) {
            String room;
            Outgoing kept;
            try (Person i = Person.signIn(home, wire.uri(), "iris")) {
                room = i.meet(jack, "Exile");
                i.say(room, "before");
                Person.get(i.client().stopSync());
                badGateway(wire, SEND);
                kept = Person.get(i.client().sendText(room, "kept"));
                server.revoke(iris, i.client().device());
                wire.mend();
                assertThatThrownBy(() -> Person.get(kept.accepted())).hasMessageContaining("HF-0812");
            }
            Collection<String> heard = jack.listen();
            try (Holdfast app = Holdfast.builder("org.example.matrix").at(home).open()) {
                SessionManager<MatrixClient> sessions = app.sessions(Person.CLIENTS);
                assertThat(sessions.restoreLatest()).isInstanceOf(NotRestored.class);
                Person i = Person.running(
                        app,
                        sessions,
                        sessions.signIn(
                                app.account(iris),
                                handle -> Person.CLIENTS.logIn(handle, wire.uri(), "iris", Person.password())));
                for (Outgoing outgoing : Person.get(i.client().unsent())) {
                    assertThat(outgoing.transaction()).isEqualTo(kept.transaction());
                    Person.get(outgoing.accepted());
                }
                i.say(room, "after");
                Person.await(() -> heard.contains("after"));
                assertThat(heard).containsExactly("kept", "after");
            }
        }
    }

    @Test
    void whatTheServerWillNotHaveIsToldAndNotTriedAgain(Synapse server) throws Exception {
        server.user("kurt");
        Path home = folder.resolve("kurt");
        String room;
        try (Person kurt = Person.signIn(home, server, "kurt")) {
            room = Person.get(kurt.client().createRoom("Novels", Set.of()));
            Outgoing novel = Person.get(kurt.client().sendText(room, "word ".repeat(20_000)));
            assertThatThrownBy(() -> Person.get(novel.accepted())).hasMessageContaining("HF-0811");
            assertThat(Person.get(kurt.client().unsent())).isEmpty();
        }
        try (Person kurt = Person.restore(home)) {
            assertThat(Person.get(kurt.client().unsent())).isEmpty();
            kurt.say(room, "a word");
        }
    }

    @Test
    void whoHasComeInCanSpeakAtOnce(Synapse server) throws Exception {
        server.user("lena");
        String milo = server.user("milo");
        server.plainRoom("lounge");
        try (Person lena = Person.signIn(folder.resolve("lena"), server, "lena");
                Person m = Person.signIn(folder.resolve("milo"), server, "milo")) {
            String room = Person.get(lena.client().createRoom("Welcome", Set.of(milo)));
            lena.say(room, "made");
            assertThat(server.eventTypes(room)).contains("m.room.encrypted").doesNotContain("m.room.message");
            Person.await(() -> m.client().rooms().join().stream()
                    .anyMatch(it -> it.id().equals(room) && it.membership() == Room.Membership.INVITED));
            Person.get(m.client().join(room));
            m.say(room, "invited");
            Person.get(m.client().join("#lounge:localhost"));
            String lounge = Person.get(m.client().rooms()).stream()
                    .map(Room::id)
                    .filter(id -> !id.equals(room))
                    .findFirst()
                    .orElseThrow();
            m.say(lounge, "by its other name");
        }
    }

    @Test
    void nothingIsKeptForARoomThatTheUserIsNotKnownToBeIn(Synapse server) throws Exception {
        server.user("nora");
        String omar = server.user("omar");
        try (Person nora = Person.signIn(folder.resolve("nora"), server, "nora");
                Person o = Person.signIn(folder.resolve("omar"), server, "omar")) {
            assertNotKept(o, "!nowhere:localhost");
            String room = Person.get(nora.client().createRoom("Later", Set.of(omar)));
            assertNotKept(o, room);
            Person.await(() -> !o.client().rooms().join().isEmpty());
            assertNotKept(o, room);
            Person.get(o.client().stopSync());
            Person.get(o.client().join(room));
            assertNotKept(o, room);
            String own = Person.get(o.client().createRoom("Own", Set.of()));
            assertNotKept(o, own);
            Person.get(o.client().startSync());
            o.awaitRoom(room);
            o.say(room, "now");
            o.awaitRoom(own);
            o.say(own, "here, too");
        }
    }

    private static void assertNotKept(Person person, String room) throws Exception {
        assertThatThrownBy(() -> Person.get(person.client().sendText(room, "text")))
                .hasMessageContaining("HF-0818");
        assertThatThrownBy(() -> Person.get(person.client().sendFile(room, "name", "text/plain", new byte[1])))
                .hasMessageContaining("HF-0818");
        assertThat(Person.get(person.client().unsent())).isEmpty();
    }

    @Test
    void aMessageThatGoesWithItsRoomIsToldToBeGone(Synapse server) throws Exception {
        server.user("pia");
        try (Wire wire = new Wire(server.uri());
                Person pia = Person.signIn(folder.resolve("pia"), wire.uri(), "pia")) {
            String room = Person.get(pia.client().createRoom("Castles in the air", Set.of()));
            pia.say(room, "one");
            badGateway(wire, SEND);
            Outgoing two = Person.get(pia.client().sendText(room, "two"));
            assertThat(Person.get(pia.client().unsent()))
                    .singleElement()
                    .satisfies(it -> assertThat(it.transaction()).isEqualTo(two.transaction()));
            Forgetting.room(pia.client(), room);
            assertThatThrownBy(() -> Person.get(two.accepted())).hasMessageContaining("HF-0819");
        }
    }
}
