// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client's process is killed while it restores, syncs, sends, exchanges tokens; what comes after goes on with it. */
@Tag("real")
class KilledClientTest {

    private static final int KILLS = Integer.getInteger("holdfast.kills", 20);
    private static final Duration LIFETIME = Duration.ofSeconds(4);

    /** What a process is about to do when it is killed. */
    private enum Moment {
        RESTORE("GET /_matrix/client/v3/account/whoami", 500),
        SYNC("GET /_matrix/client/v3/sync", 1_500),
        SEND("PUT /_matrix/client/v3/rooms/", 1_000),
        REFRESH("POST /_matrix/client/v3/refresh", 150);

        private final String request;
        private final int withinMs;

        /**
         * @param request is on its way
         * @param withinMs and the kill comes at most so much later
         */
        Moment(String request, int withinMs) {
            this.request = request;
            this.withinMs = withinMs;
        }
    }

    @TempDir
    private Path folder;

    @Test
    void aKilledClientGoesOnAsTheSameDeviceAndNothingIsLostOrDoubled() throws Exception {
        long seed = Long.getLong("holdfast.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Synapse server = Synapse.start(Homeserver.folder(), LIFETIME);
                Wire wire = new Wire(server.uri())) {
            String heidi = server.user("heidi");
            server.user("ivan");
            Path home = folder.resolve("heidi");
            try (Person ivan = Person.signIn(folder.resolve("ivan"), server, "ivan")) {
                String room;
                String device;
                String token;
                try (Person h = Person.signIn(home, wire.uri(), "heidi")) {
                    room = h.meet(ivan, "Chess");
                    device = h.client().device();
                    token = h.tokens().access();
                }
                List<String> lines = new ArrayList<>();
                List<String> answers = new ArrayList<>();
                for (int round = 0; round < KILLS; round++) {
                    Moment moment = Moment.values()[round % Moment.values().length];
                    CompletableFuture<Outgoing> answer = ivan.client().sendText(room, "i" + round);
                    lines.addAll(killed(
                            moment,
                            wire,
                            random,
                            ChildJvm.command(ChattingChild.class, home.toString(), room, "h" + round)));
                    Person.get(Person.get(answer).accepted());
                    answers.add("i" + round);
                }
                List<String> kept = after("kept ", lines);
                try (Person h = Person.restore(home)) {
                    h.say(room, "the end");
                    Person.await(() -> heard(ivan, room).contains("the end"));
                    Person.await(() -> heard(h, room).containsAll(answers));
                    assertThat(heard(ivan, room))
                            .as("seed %d", seed)
                            .doesNotHaveDuplicates()
                            .containsAll(kept)
                            .doesNotContain("?");
                    assertThat(heard(h, room))
                            .as("seed %d", seed)
                            .containsExactlyInAnyOrderElementsOf(heard(ivan, room))
                            .containsAll(answers);
                    assertThat(server.devices(heidi)).containsExactly(device);
                    assertThat(h.client().device()).isEqualTo(device);
                    assertThat(h.tokens().access()).isNotEqualTo(token);
                    assertThat(h.tokens().opens())
                            .as("sign-in, kills, this one")
                            .isLessThanOrEqualTo(KILLS + 2);
                    assertNoneWaited(h.activity().toString());
                }
                assertNoneWaited(ivan.activity().toString());
                assertThat(after("StoreActivity", lines)).isNotEmpty().allSatisfy(KilledClientTest::assertNoneWaited);
                System.out.printf("seed %d: %d kills, %d kept%n", seed, KILLS, kept.size());
                assertThat(kept).hasSizeGreaterThan(KILLS / 10);
            }
        }
    }

    private static List<String> after(String start, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    private static void assertNoneWaited(String activity) {
        assertThat(activity).endsWith(", rollbacks=0, locks=0]");
    }

    private static List<String> heard(Person person, String room) {
        try {
            return person.said(room);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a process says until it is killed. */
    private List<String> killed(Moment moment, Wire wire, Random random, List<String> command) throws Exception {
        CompletableFuture<Void> request = wire.next(moment.request);
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("child.err").toFile())
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            CompletableFuture<List<String>> lines =
                    CompletableFuture.supplyAsync(() -> out.lines().toList());
            CompletableFuture.anyOf(request, lines).get(1, TimeUnit.MINUTES);
            process.waitFor(random.nextInt(moment.withinMs), TimeUnit.MILLISECONDS);
            assertThat(process.isAlive()).as(this::errors).isTrue();
            process.toHandle().destroyForcibly();
            process.onExit().join();
            return lines.join();
        }
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("child.err"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
