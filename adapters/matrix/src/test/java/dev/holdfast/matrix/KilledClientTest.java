// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A client's process is killed while it restores, syncs, sends, exchanges tokens; what comes after goes on with it. */
@Tag("real")
@ExtendWith(Homeserver.class)
class KilledClientTest {

    private static final int KILLS = Integer.getInteger("holdfast.kills", 20);
    private static final int RESTORING_MS = 3_000;
    private static final int TALKING_MS = 1_500;

    @TempDir
    private Path folder;

    @Test
    void aKilledClientGoesOnAsTheSameDeviceAndNothingIsLostOrDoubled(Synapse server) throws Exception {
        long seed = Long.getLong("holdfast.seed", System.nanoTime());
        Random random = new Random(seed);
        String heidi = server.user("heidi");
        server.user("ivan");
        Path home = folder.resolve("heidi");
        List<String> kept = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        try (Person ivan = Person.signIn(folder.resolve("ivan"), server, "ivan")) {
            String room;
            String device;
            String token;
            try (Person h = Person.signIn(home, server, "heidi")) {
                room = h.meet(ivan, "Chess");
                device = h.client().device();
                token = h.tokens().access();
            }
            for (int round = 0; round < KILLS; round++) {
                for (String line : killed(round, random, home, room)) {
                    if (line.startsWith("kept ")) {
                        kept.add(line.substring("kept ".length()));
                    }
                }
                answers.add("i" + round);
                ivan.say(room, "i" + round);
            }
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
                        .doesNotHaveDuplicates()
                        .containsAll(answers)
                        .containsAll(kept)
                        .doesNotContain("?");
                assertThat(server.devices(heidi)).containsExactly(device);
                assertThat(h.client().device()).isEqualTo(device);
                assertThat(h.tokens().access()).isNotEqualTo(token);
            }
            System.out.printf("seed %d: %d kills, %d kept%n", seed, KILLS, kept.size());
            assertThat(kept).hasSizeGreaterThan(KILLS);
        }
    }

    private static List<String> heard(Person person, String room) {
        try {
            return person.said(room);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a process says until it is killed: every other one while it restores, the others while they talk. */
    private List<String> killed(int round, Random random, Path home, String room) throws Exception {
        Process process = new ProcessBuilder(command(home, room, "h" + round))
                .redirectError(folder.resolve("child.err").toFile())
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            await(out, round % 2 == 0 ? "up" : "running");
            process.waitFor(random.nextInt(round % 2 == 0 ? RESTORING_MS : TALKING_MS), TimeUnit.MILLISECONDS);
            assertThat(process.isAlive()).as(this::errors).isTrue();
            process.toHandle().destroyForcibly();
            out.lines().forEach(lines::add);
        }
        process.onExit().join();
        return lines;
    }

    private void await(BufferedReader out, String expected) throws IOException {
        String line = out.readLine();
        while (!expected.equals(line)) {
            assertThat(line).as(this::errors).isNotNull();
            line = out.readLine();
        }
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("child.err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<String> command(Path home, String room, String round) {
        String classPath = Stream.of("jdk.module.path", "java.class.path")
                .map(property -> System.getProperty(property, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                ChattingChild.class.getName(),
                home.toString(),
                room,
                round);
    }
}
