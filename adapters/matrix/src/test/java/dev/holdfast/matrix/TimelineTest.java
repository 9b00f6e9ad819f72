// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a timeline shows when not all of it can be had: a sync brings the last messages of a room, and leaves a gap before them. */
@Tag("real")
@ExtendWith(Homeserver.class)
class TimelineTest {

    private static final int MESSAGES = 25;
    private static final String FETCH = "GET /_matrix/client/v3/rooms/";

    @TempDir
    private Path folder;

    @Test
    void offlineItIsWhatIsKeptUpToAGap(Synapse server) throws Exception {
        server.user("tess");
        server.user("ulla");
        try (Wire wire = new Wire(server.uri());
                Person ulla = Person.signIn(folder.resolve("ulla"), server, "ulla")) {
            String room = meet(wire, ulla, "tess");
            try (Person tess = Person.restore(folder.resolve("tess"))) {
                wire.cut();
                tess.await(SyncState.OFFLINE);
                assertIsBeginningMissing(tess.said(room));
                wire.mend();
                tess.await(SyncState.RUNNING);
                assertThat(tess.said(room)).containsExactlyElementsOf(all());
            }
        }
    }

    @Test
    void aServerThatDoesNotAnswerHoldsNothingBackThatIsKept(Synapse server) throws Exception {
        server.user("vera");
        server.user("walt");
        try (Wire wire = new Wire(server.uri());
                Person walt = Person.signIn(folder.resolve("walt"), server, "walt")) {
            String room = meet(wire, walt, "vera");
            try (Person vera = Person.restore(folder.resolve("vera"))) {
                wire.stall(FETCH);
                assertIsBeginningMissing(vera.said(room));
                wire.mend();
                Person.await(() -> heard(vera, room).equals(all()));
            }
        }
    }

    @Test
    void whatCannotBeDecryptedIsWaitedForAllAtOnce(Synapse server) throws Exception {
        server.user("xena");
        String diary;
        try (Person before = Person.signIn(folder.resolve("before"), server, "xena")) {
            String room = Person.get(before.client().createRoom("Diary", Set.of()));
            Person.await(() -> before.client().rooms().join().stream()
                    .anyMatch(it -> it.id().equals(room) && it.protection() == Room.Protection.ENCRYPTED));
            for (int i = 0; i < MESSAGES; i++) {
                before.say(room, "entry " + i);
            }
            diary = room;
        }
        try (Person after = Person.signIn(folder.resolve("after"), server, "xena")) {
            assertThat(after.said(diary)).isEqualTo(Collections.nCopies(MESSAGES, "?"));
        }
    }

    /** A room that one has been in before, and in which the other has said much since. */
    private String meet(Wire wire, Person other, String user) throws Exception {
        String room;
        try (Person one = Person.signIn(folder.resolve(user), wire.uri(), user)) {
            room = one.meet(other, "Club");
            one.say(room, "bye");
        }
        for (String text : all().subList(1, MESSAGES + 1)) {
            other.say(room, text);
        }
        return room;
    }

    private static List<String> heard(Person person, String room) {
        try {
            return person.said(room);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(List.of("bye"));
        IntStream.range(0, MESSAGES).mapToObj(i -> "line " + i).forEach(all::add);
        return all;
    }

    private static void assertIsBeginningMissing(List<String> said) {
        assertThat(said).isNotEmpty().hasSizeLessThan(MESSAGES);
        assertThat(all()).endsWith(said.toArray(String[]::new));
    }
}
