// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Stranger;
import dev.holdfast.homeserver.Synapse;
import dev.holdfast.matrix.cli.Command.Outcome;
import dev.holdfast.matrix.cli.Command.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From sign-in to log-out, each command as a process of its own, with a real homeserver. */
@Tag("real")
@ExtendWith(Homeserver.class)
class SessionCommandsTest {

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
    void whoSignedInGoesOnAsTheSameDevice(Synapse server) throws Exception {
        String alice = server.user("alice");
        Command command = command("alice");
        command.signIn(server.uri().toString(), "alice", "not-the-password").failed("HF-0803");
        Outcome signedIn = command.signIn(server.uri().toString(), "alice", Synapse.PASSWORD)
                .done();
        String device = server.devices(alice).get(0);
        assertThat(signedIn.lines()).containsExactly("signed in  " + alice + "  as device  " + device);
        assertThat(signedIn.err()).contains("FILE_KEY");
        assertThat(command.run("--restore").done().lines())
                .contains("user     " + alice, "device   " + device, "sync     running", "unsent   0");
        assertThat(command.run("rooms", "--restore").done().out()).isEmpty();
        assertThat(server.devices(alice)).containsExactly(device);
    }

    @Test
    void whatTheServerDoesNotTakeNowIsKeptAndSentLater(Synapse server) throws Exception {
        String eve = server.user("eve");
        Command command = command("eve");
        try (Relay relay = new Relay(server.uri());
                Stranger fay = stranger(server, "fay")) {
            command.signIn(relay.uri(), "eve", Synapse.PASSWORD).done();
            String room = fay.create("Letters", eve);
            command.run("join", room).done();
            fay.meet(room, eve);
            command.run("rooms").done();
            relay.cut();
            Outcome kept = command.run("send", "Letters", "by slow mail").done();
            assertThat(kept.out()).startsWith("kept  ");
            assertThat(kept.err()).contains("does not answer");
            assertThat(command.run("--restore").done().lines()).contains("sync     offline", "unsent   1");
            Outcome chat = command.start("chat", "Letters")
                    .given("by the same\n")
                    .end()
                    .done();
            assertThat(chat.err()).contains("Kept, to be sent when the server takes it: 2 messages.");
            relay.mend();
            assertThat(command.run("--restore").done().lines()).contains("sync     running", "unsent   0");
            assertThat(fay.listen()).isEqualTo(eve + " encrypted by slow mail");
            assertThat(fay.listen()).isEqualTo(eve + " encrypted by the same");
        }
    }

    @Test
    void aRevokedSessionIsSaidToBeAndGoesOnAfterAnotherSignIn(Synapse server) throws Exception {
        String hal = server.user("hal");
        Command command = command("hal");
        command.signIn(server.uri().toString(), "hal", Synapse.PASSWORD).done();
        try (Stranger ida = stranger(server, "ida")) {
            String room = ida.create("Garden", hal);
            command.run("join", "Garden").done();
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
            refused.failed("HF-0842");
            assertThat(refused.err()).contains("REVOKED", "Sign in again");
            command.signIn(server.uri().toString(), "hal", Synapse.PASSWORD).done();
            assertThat(server.devices(hal)).containsExactly(device);
            assertThat(command.run("tail", "Garden").done().out()).contains("before");
        }
    }

    @Test
    void aLogOutLeavesNothingHereAndTheServerForgetsTheDevice(Synapse server) throws Exception {
        String joe = server.user("joe");
        Command command = command("joe");
        command.signIn(server.uri().toString(), "joe", Synapse.PASSWORD).done();
        try (Stranger kim = stranger(server, "kim")) {
            String room = kim.create("Secret plans", joe);
            command.run("join", room).done();
            kim.meet(room, joe);
            command.run("send", room, "nobody knows that").done();
            assertThat(files(command.home())).contains("records.db", "session", "keyset");
            Outcome loggedOut = command.run("log-out").done();
            assertThat(loggedOut.out()).contains("Logout of " + joe, "complete");
            assertThat(server.devices(joe)).isEmpty();
            assertThat(files(command.home())).containsExactlyInAnyOrder("home.json", "lock");
            command.run("rooms").failed("HF-0841");
        }
    }

    @Test
    void ofSeveralAccountsOneIsToBeNamed(Synapse server) throws Exception {
        String lea = server.user("lea");
        String max = server.user("max");
        Command command = command("both");
        command.signIn(server.uri().toString(), "lea", Synapse.PASSWORD).done();
        command.signIn(server.uri().toString(), "max", Synapse.PASSWORD).done();
        Outcome which = command.run("--restore");
        assertThat(which.exitCode()).isEqualTo(2);
        assertThat(which.err()).contains("--account", lea, max);
        assertThat(command.run("--restore", "--account", lea).done().out()).contains(lea);
        command.run("log-out", "--account", lea).done();
        assertThat(command.run("--restore").done().out()).contains(max);
    }

    private static List<String> files(Path home) throws Exception {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
