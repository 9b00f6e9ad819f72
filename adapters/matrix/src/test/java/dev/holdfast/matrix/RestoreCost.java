// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import dev.holdfast.Holdfast;
import dev.holdfast.Restored;
import dev.holdfast.homeserver.Synapse;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;

/**
 * What it takes to restore a client of a real homeserver: in a JVM that has done so before, with and without asking the
 * server; and in a new one, with and without a class data archive, in turns. Wall time until there is a client, and the
 * processor time of the whole process until it is closed again.
 */
final class RestoreCost {

    private static final int ROOMS = 5;
    private static final int MESSAGES = 20;
    private static final int WARM_UP = 30;

    private final Map<String, List<double[]>> figures = new LinkedHashMap<>();

    private RestoreCost() {}

    /** Arguments: an empty directory, how many rounds in this JVM, and how many in new ones. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Path home = directory.resolve("home");
        RestoreCost cost = new RestoreCost();
        try (Synapse server = Synapse.start(Files.createDirectory(directory.resolve("server")), Duration.ofHours(1))) {
            furnish(server, home);
            cost.warm(home, Integer.parseInt(arguments[1]));
            cost.cold(directory, home, Integer.parseInt(arguments[2]));
        }
        cost.print();
    }

    private static void furnish(Synapse server, Path home) throws Exception {
        server.user("rosa");
        try (Person rosa = Person.signIn(home, server, "rosa")) {
            for (int room = 0; room < ROOMS; room++) {
                String id = Person.get(rosa.client().createRoom("Room " + room, Set.of()));
                rosa.awaitRoom(id);
                for (int message = 0; message < MESSAGES; message++) {
                    rosa.say(id, "message " + message);
                }
            }
        }
    }

    private void warm(Path home, int rounds) {
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Duration question : List.of(Duration.ZERO, Duration.ofSeconds(3))) {
                double[] taken = restore(home, question);
                if (round >= 0) {
                    note(question.isZero() ? "warm, offline" : "warm", taken);
                }
            }
        }
    }

    private static double[] restore(Path home, Duration question) {
        long start = System.nanoTime();
        long before = cpu();
        long ready;
        try (Holdfast app = Holdfast.builder("org.example.matrix").at(home).open()) {
            if (!(app.sessions(Person.CLIENTS.asking(question)).restoreLatest() instanceof Restored<MatrixClient>)) {
                throw new IllegalStateException("Not restored");
            }
            ready = System.nanoTime();
        }
        return new double[] {ready - start, cpu() - before};
    }

    /** Of this process, in ns. */
    private static long cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private void cold(Path directory, Path home, int rounds) throws Exception {
        String classPath = jars(directory);
        Path archive = directory.resolve("classes.jsa");
        List<String> plain = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
        List<String> archived = new ArrayList<>(plain);
        archived.add("-XX:SharedArchiveFile=" + archive);
        run(classPath, home, List.of("-XX:ArchiveClassesAtExit=" + archive));
        for (int round = 0; round < rounds; round++) {
            note("cold", run(classPath, home, List.of()));
            note("cold, C1 and serial GC", run(classPath, home, plain));
            note("cold, C1 and serial GC, with an archive", run(classPath, home, archived));
        }
    }

    private static double[] run(String classPath, Path home, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto"));
        command.add("-Xlog:disable");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Restoring.class.getName(), home.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Arrays.stream(out.trim().split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** A class data archive takes classes of jars alone. */
    private static String jars(Path directory) {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.isEmpty()) {
                continue;
            }
            String jar = entry;
            if (Files.isDirectory(Path.of(entry))) {
                jar = directory.resolve(jars.size() + ".jar").toString();
                ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "cf", jar, "-C", entry, ".");
            }
            jars.add(jar);
        }
        return String.join(File.pathSeparator, jars);
    }

    private void note(String name, double[] taken) {
        figures.computeIfAbsent(name, any -> new ArrayList<>()).add(taken);
    }

    private void print() {
        figures.forEach((name, all) -> System.out.printf(
                "%-40s wall least %.0f, median %.0f ms; processor least %.0f, median %.0f ms%n",
                name, least(all, 0), median(all, 0), least(all, 1), median(all, 1)));
    }

    private static double least(List<double[]> all, int which) {
        return sorted(all, which)[0];
    }

    private static double median(List<double[]> all, int which) {
        return sorted(all, which)[all.size() / 2];
    }

    private static double[] sorted(List<double[]> all, int which) {
        return all.stream().mapToDouble(each -> each[which] / 1e6).sorted().toArray();
    }

    /** A new process; prints what it took since the JVM began. */
    static final class Restoring {
        public static void main(String[] arguments) {
            restore(Path.of(arguments[0]), Duration.ofSeconds(3));
            Instant begun = ProcessHandle.current().info().startInstant().orElseThrow();
            System.out.println(Duration.between(begun, Instant.now()).toNanos() + " " + cpu());
        }
    }
}
