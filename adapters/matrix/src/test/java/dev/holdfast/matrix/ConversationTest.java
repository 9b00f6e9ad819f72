// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import dev.holdfast.matrix.trixnity.Tokens;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two users talk over a real homeserver. */
@Tag("real")
@ExtendWith(Homeserver.class)
class ConversationTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsSaidIsEncryptedAndReadAndGoesOnAfterARestore(Synapse server) throws Exception {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String room;
        try (Person a = Person.signIn(folder.resolve("alice"), server, "alice");
                Person b = Person.signIn(folder.resolve("bob"), server, "bob")) {
            assertThat(a.client().user()).isEqualTo(alice);
            room = a.meet(b, "Plans");
            talk(a, b, room, "hello bob");
            talk(b, a, room, "hello alice");
            assertThat(Person.get(a.client().rooms()))
                    .contains(new Room(room, "Plans", Room.Membership.JOINED, Room.Protection.ENCRYPTED));
        }
        try (Person a = Person.restore(folder.resolve("alice"));
                Person b = Person.restore(folder.resolve("bob"))) {
            talk(a, b, room, "still there?");
            assertThat(a.said(room)).containsExactly("hello bob", "hello alice", "still there?");
            assertThat(b.said(room)).containsExactly("hello bob", "hello alice", "still there?");
            assertThat(server.devices(alice)).containsExactly(a.client().device());
            assertThat(server.devices(bob)).containsExactly(b.client().device());
        }
    }

    private static void talk(Person speaker, Person listener, String room, String text) throws Exception {
        CompletableFuture<Message> heard = listener.hears(text);
        CompletableFuture<Message> own = speaker.hears(text);
        speaker.say(room, text);
        Person.get(own);
        assertThat(Person.get(heard).sender()).isEqualTo(speaker.client().user());
    }

    @Test
    void aTokenThatExpiresIsExchangedAndTheNewOneIsWhatIsRestored(Synapse server) throws Exception {
        String carol = server.user("carol");
        Tokens last;
        try (Person c = Person.signIn(folder.resolve("carol"), server, "carol")) {
            Tokens first = c.tokens();
            String room = Person.get(c.client().createRoom("Diary", Set.of()));
            c.awaitRoom(room);
            for (int i = 0; c.tokens().access().equals(first.access()); i++) {
                c.say(room, "entry " + i);
            }
            last = c.tokens();
            assertThat(last.refresh()).isNotEqualTo(first.refresh());
        }
        try (Person c = Person.restore(folder.resolve("carol"))) {
            assertThat(c.tokens().device()).isEqualTo(last.device());
            assertThat(c.tokens().opens()).isEqualTo(last.opens() + 1);
            assertThat(server.devices(carol)).containsExactly(last.device());
        }
    }
}
