// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Stranger;
import dev.holdfast.homeserver.Synapse;
import dev.holdfast.matrix.cli.Command.Outcome;
import dev.holdfast.matrix.cli.Command.Running;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rooms and what is said in them, each command as a process of its own, with a real homeserver. */
@Tag("real")
@ExtendWith(Homeserver.class)
class ChatTest {

    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path folder;

    private Command command(String user) {
        return new Command(folder.resolve(user));
    }

    private Stranger stranger(Synapse server, String user) throws Exception {
        server.user(user);
        return Stranger.signIn(server, user, Files.createDirectory(folder.resolve(user)));
    }

    @Test
    void aStrangersEncryptedRoomIsJoinedReadAndAnswered(Synapse server) throws Exception {
        String bea = server.user("bea");
        Command command = command("bea");
        command.signIn(server.uri().toString(), "bea", Synapse.PASSWORD).done();
        try (Stranger bob = stranger(server, "bob")) {
            String room = bob.create("Tea \u001B]0;party", bea);
            assertThat(command.run("rooms").done().lines())
                    .containsExactly(room + "  invited  encrypted  Tea \\u001B]0;party");
            command.run("join", room).done();
            bob.meet(room, bea);
            bob.say(room, "do come \u001B[2J in");
            assertThat(command.run("tail", room).done().lines())
                    .singleElement()
                    .asString()
                    .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  \\QTea \\u001B]0;party  @bob:localhost"
                            + "  do come \\u001B[2J in\\E");
            assertThat(command.run("send", room, "gladly,", "günther").done().out())
                    .startsWith("sent  $");
            assertThat(bob.listen()).isEqualTo(bea + " encrypted gladly, günther");
            command.start("send", room, "-").given("from stdin\n").end().done();
            assertThat(bob.listen()).isEqualTo(bea + " encrypted from stdin");
            assertThat(command.run("rooms").done().lines())
                    .containsExactly(room + "  joined   encrypted  Tea \\u001B]0;party");
        }
    }

    @Test
    void whoFollowsHearsUntilTheEndAndLosesNothingByAKill(Synapse server) throws Exception {
        String cora = server.user("cora");
        Command command = command("cora");
        command.signIn(server.uri().toString(), "cora", Synapse.PASSWORD).done();
        try (Stranger dan = stranger(server, "dan")) {
            String room = dan.create("Radio", cora);
            command.run("join", "Radio").done();
            dan.meet(room, cora);
            dan.say(room, "one");
            Running killed = command.start("tail", "--follow");
            killed.await("one");
            dan.say(room, "two");
            killed.await("two");
            command.run("rooms").failed("HF-0842");
            killed.process().destroyForcibly().waitFor();
            dan.say(room, "three");
            Running ended = command.start("tail", "Radio", "-f", "-n", "2");
            ended.await("three");
            dan.say(room, "four");
            ended.await("four");
            ended.process().destroy();
            Outcome outcome = ended.end();
            assertThat(outcome.exitCode()).isEqualTo(TERMINATED);
            assertThat(outcome.lines()).hasSize(3);
            assertThat(outcome.err()).doesNotContain("HF-");
            assertThat(command.run("tail", "Radio").done().lines())
                    .extracting(line -> line.replaceFirst(".*@dan:localhost {2}", ""))
                    .containsExactly("one", "two", "three", "four");
        }
    }

    @Test
    void whoChatsHearsAndIsHeardAtOnce(Synapse server) throws Exception {
        String mia = server.user("mia");
        Command command = command("mia");
        command.signIn(server.uri().toString(), "mia", Synapse.PASSWORD).done();
        try (Stranger ned = stranger(server, "ned")) {
            String room = ned.create("Attic", mia);
            command.run("join", "Attic").done();
            ned.meet(room, mia);
            Running chat = command.start("chat", "Attic");
            ned.say(room, "anybody?");
            chat.await("anybody?");
            try (Writer in = chat.process().outputWriter(StandardCharsets.UTF_8)) {
                in.write("here\n");
                in.flush();
                assertThat(ned.listen()).isEqualTo(mia + " encrypted here");
                in.write("and gone");
            }
            assertThat(chat.end().done().lines()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(ned.listen()).isEqualTo(mia + " encrypted and gone");
        }
    }

    @Test
    void aRoomThatIsNotThereIsSaidToBeNone(Synapse server) throws Exception {
        server.user("gil");
        Command command = command("gil");
        command.signIn(server.uri().toString(), "gil", Synapse.PASSWORD).done();
        command.run("tail", "No such room").failed("HF-0843");
        command.run("send", "!none:localhost", "hello").failed("HF-0843");
        command.run("join", "No such room").failed("HF-0843");
        command.run("join", "!none:localhost").failed("HF-0846");
        command.run("join", "#none:localhost").failed("HF-0846");
        command.run("join", "#").failed("HF-0843");
    }

    @Test
    void aPublicRoomIsEnteredByItsAliasAndOfTwoOfANameNoneIsTaken(Synapse server) throws Exception {
        String pia = server.user("pia");
        Command command = command("pia");
        command.signIn(server.uri().toString(), "pia", Synapse.PASSWORD).done();
        String square = server.plainRoom("square");
        assertThat(command.run("join", "#square:localhost").done().lines()).hasSize(1);
        try (Stranger quin = stranger(server, "quin")) {
            String twin = quin.create("Twins", pia);
            quin.create("Twins", pia);
            Outcome rooms = command.run("rooms").done();
            assertThat(rooms.lines()).hasSize(3).anyMatch(line -> line.startsWith(square + "  joined   plain"));
            command.run("join", "Twins").failed("HF-0844");
            command.run("join", twin).done();
        }
    }
}
