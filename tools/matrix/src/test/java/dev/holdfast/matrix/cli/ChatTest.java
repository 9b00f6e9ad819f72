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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command as a person uses it, each time as a process of its own, with a real homeserver. */
@Tag("real")
@ExtendWith(Homeserver.class)
class ChatTest {

    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path folder;

    private Command command(String user) {
        return new Command(folder.resolve(user));
    }

    private static Outcome done(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    private static void assertFailed(Outcome outcome, String code) {
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(1);
        assertThat(outcome.err()).contains(code + ": ").doesNotContain("\tat ", Synapse.PASSWORD);
        assertThat(outcome.out()).isEmpty();
    }

    private Stranger stranger(Synapse server, String user) throws Exception {
        server.user(user);
        return Stranger.signIn(server, user, Files.createDirectory(folder.resolve(user)));
    }

    @Test
    void whoSignedInGoesOnAsTheSameDevice(Synapse server) throws Exception {
        String alice = server.user("alice");
        Command command = command("alice");
        assertFailed(command.signIn(server.uri().toString(), "alice", "not-the-password"), "HF-0803");
        Outcome signedIn = done(command.signIn(server.uri().toString(), "alice", Synapse.PASSWORD));
        String device = server.devices(alice).get(0);
        assertThat(signedIn.lines()).containsExactly("signed in  " + alice + "  as device  " + device);
        assertThat(signedIn.err()).contains("FILE_KEY");
        assertThat(done(command.run("--restore")).lines())
                .contains("user     " + alice, "device   " + device, "sync     running", "unsent   0");
        assertThat(done(command.run("rooms", "--restore")).out()).isEmpty();
        assertThat(server.devices(alice)).containsExactly(device);
    }

    @Test
    void aStrangersEncryptedRoomIsJoinedReadAndAnswered(Synapse server) throws Exception {
        String bea = server.user("bea");
        Command command = command("bea");
        done(command.signIn(server.uri().toString(), "bea", Synapse.PASSWORD));
        try (Stranger bob = stranger(server, "bob")) {
            String room = bob.create("Tea \u001B]0;party", bea);
            assertThat(done(command.run("rooms")).lines())
                    .containsExactly(room + "  invited  encrypted  Tea \\u001B]0;party");
            done(command.run("join", room));
            bob.meet(room, bea);
            bob.say(room, "do come \u001B[2J in");
            assertThat(done(command.run("tail", room)).lines())
                    .singleElement()
                    .asString()
                    .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  \\QTea \\u001B]0;party  @bob:localhost"
                            + "  do come \\u001B[2J in\\E");
            assertThat(done(command.run("send", room, "gladly,", "günther")).out())
                    .startsWith("sent  $");
            assertThat(bob.listen()).isEqualTo(bea + " encrypted gladly, günther");
            done(command.start("send", room, "-").given("from stdin\n").end());
            assertThat(bob.listen()).isEqualTo(bea + " encrypted from stdin");
            assertThat(done(command.run("rooms")).lines())
                    .containsExactly(room + "  joined   encrypted  Tea \\u001B]0;party");
        }
    }

    @Test
    void whoFollowsHearsUntilTheEndAndLosesNothingByAKill(Synapse server) throws Exception {
        String cora = server.user("cora");
        Command command = command("cora");
        done(command.signIn(server.uri().toString(), "cora", Synapse.PASSWORD));
        try (Stranger dan = stranger(server, "dan")) {
            String room = dan.create("Radio", cora);
            done(command.run("join", "Radio"));
            dan.meet(room, cora);
            dan.say(room, "one");
            Running killed = command.start("tail", "--follow");
            killed.await("one");
            dan.say(room, "two");
            killed.await("two");
            assertFailed(command.run("rooms"), "HF-0842");
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
            assertThat(done(command.run("tail", "Radio")).lines())
                    .extracting(line -> line.replaceFirst(".*@dan:localhost {2}", ""))
                    .containsExactly("one", "two", "three", "four");
        }
    }

    @Test
    void whoChatsHearsAndIsHeardAtOnce(Synapse server) throws Exception {
        String mia = server.user("mia");
        Command command = command("mia");
        done(command.signIn(server.uri().toString(), "mia", Synapse.PASSWORD));
        try (Stranger ned = stranger(server, "ned")) {
            String room = ned.create("Attic", mia);
            done(command.run("join", "Attic"));
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
            assertThat(done(chat.end()).lines()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(ned.listen()).isEqualTo(mia + " encrypted and gone");
        }
    }

    @Test
    void whatTheServerDoesNotTakeNowIsKeptAndSentLater(Synapse server) throws Exception {
        String eve = server.user("eve");
        Command command = command("eve");
        try (Relay relay = new Relay(server.uri());
                Stranger fay = stranger(server, "fay")) {
            done(command.signIn(relay.uri(), "eve", Synapse.PASSWORD));
            String room = fay.create("Letters", eve);
            done(command.run("join", room));
            fay.meet(room, eve);
            done(command.run("rooms"));
            relay.cut();
            Outcome kept = done(command.run("send", "Letters", "by slow mail"));
            assertThat(kept.out()).startsWith("kept  ");
            assertThat(kept.err()).contains("does not answer");
            assertThat(done(command.run("--restore")).lines()).contains("sync     offline", "unsent   1");
            Outcome chat =
                    done(command.start("chat", "Letters").given("by the same\n").end());
            assertThat(chat.err()).contains("Kept, to be sent when the server takes it: 2 messages.");
            relay.mend();
            assertThat(done(command.run("--restore")).lines()).contains("sync     running", "unsent   0");
            assertThat(fay.listen()).isEqualTo(eve + " encrypted by slow mail");
            assertThat(fay.listen()).isEqualTo(eve + " encrypted by the same");
        }
    }

    @Test
    void aRoomThatIsNotThereIsSaidToBeNone(Synapse server) throws Exception {
        server.user("gil");
        Command command = command("gil");
        done(command.signIn(server.uri().toString(), "gil", Synapse.PASSWORD));
        assertFailed(command.run("tail", "No such room"), "HF-0843");
        assertFailed(command.run("send", "!none:localhost", "hello"), "HF-0843");
        assertFailed(command.run("join", "No such room"), "HF-0843");
        assertFailed(command.run("join", "!none:localhost"), "HF-0846");
        assertFailed(command.run("join", "#none:localhost"), "HF-0846");
        assertFailed(command.run("join", "#"), "HF-0843");
    }

    @Test
    void aPublicRoomIsEnteredByItsAliasAndOfTwoOfANameNoneIsTaken(Synapse server) throws Exception {
        String pia = server.user("pia");
        Command command = command("pia");
        done(command.signIn(server.uri().toString(), "pia", Synapse.PASSWORD));
        String square = server.plainRoom("square");
        assertThat(done(command.run("join", "#square:localhost")).lines()).hasSize(1);
        try (Stranger quin = stranger(server, "quin")) {
            String twin = quin.create("Twins", pia);
            quin.create("Twins", pia);
            Outcome rooms = done(command.run("rooms"));
            assertThat(rooms.lines()).hasSize(3).anyMatch(line -> line.startsWith(square + "  joined   plain"));
            assertFailed(command.run("join", "Twins"), "HF-0844");
            done(command.run("join", twin));
        }
    }

    @Test
    void aRevokedSessionIsSaidToBeAndGoesOnAfterAnotherSignIn(Synapse server) throws Exception {
        String hal = server.user("hal");
        Command command = command("hal");
        done(command.signIn(server.uri().toString(), "hal", Synapse.PASSWORD));
        try (Stranger ida = stranger(server, "ida")) {
            String room = ida.create("Garden", hal);
            done(command.run("join", "Garden"));
            ida.meet(room, hal);
            ida.say(room, "before");
            Running follower = command.start("tail", "-f");
            follower.await("before");
            String device = server.devices(hal).get(0);
            server.revoke(hal, device);
            Outcome ended = follower.end();
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err()).contains("HF-0812: ");
            Outcome refused = command.run("rooms");
            assertFailed(refused, "HF-0842");
            assertThat(refused.err()).contains("REVOKED", "Sign in again");
            done(command.signIn(server.uri().toString(), "hal", Synapse.PASSWORD));
            assertThat(server.devices(hal)).containsExactly(device);
            assertThat(done(command.run("tail", "Garden")).out()).contains("before");
        }
    }

    @Test
    void aLogOutLeavesNothingHereAndTheServerForgetsTheDevice(Synapse server) throws Exception {
        String joe = server.user("joe");
        Command command = command("joe");
        done(command.signIn(server.uri().toString(), "joe", Synapse.PASSWORD));
        try (Stranger kim = stranger(server, "kim")) {
            String room = kim.create("Secret plans", joe);
            done(command.run("join", room));
            kim.meet(room, joe);
            done(command.run("send", room, "nobody knows that"));
            assertThat(files(command.home())).contains("records.db", "session", "keyset");
            Outcome loggedOut = done(command.run("log-out"));
            assertThat(loggedOut.out()).contains("Logout of " + joe, "complete");
            assertThat(server.devices(joe)).isEmpty();
            assertThat(files(command.home())).containsExactlyInAnyOrder("home.json", "lock");
            assertFailed(command.run("rooms"), "HF-0841");
        }
    }

    @Test
    void ofSeveralAccountsOneIsToBeNamed(Synapse server) throws Exception {
        String lea = server.user("lea");
        String max = server.user("max");
        Command command = command("both");
        done(command.signIn(server.uri().toString(), "lea", Synapse.PASSWORD));
        done(command.signIn(server.uri().toString(), "max", Synapse.PASSWORD));
        Outcome which = command.run("--restore");
        assertThat(which.exitCode()).isEqualTo(2);
        assertThat(which.err()).contains("--account", lea, max);
        assertThat(done(command.run("--restore", "--account", lea)).out()).contains(lea);
        done(command.run("log-out", "--account", lea));
        assertThat(done(command.run("--restore")).out()).contains(max);
    }

    private static List<String> files(Path home) throws Exception {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
