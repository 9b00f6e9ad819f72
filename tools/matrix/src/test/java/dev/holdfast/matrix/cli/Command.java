// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.homeserver.Synapse;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command as a process of its own, over a home; its output goes to files beside that. */
record Command(Path home) {

    private static final int PATIENCE_S = 120;

    /** What a finished process said and how it ended. */
    record Outcome(int exitCode, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }

        /** If it has done what it was to do. */
        Outcome done() {
            assertThat(exitCode).as(out + err).isZero();
            return this;
        }

        /** If it has said so, with the code, and nothing that it was given. */
        Outcome failed(String code) {
            assertThat(exitCode).as(out + err).isEqualTo(ExitCode.FAILED);
            assertThat(err).contains(code + ": ").doesNotContain("\tat ", Synapse.PASSWORD);
            assertThat(out).isEmpty();
            return this;
        }
    }

    /** A process, and the files that get what it says. */
    record Running(Process process, Path out, Path err) {

        /** Gives it something on stdin, and its end. */
        Running given(String text) throws IOException {
            try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
                in.write(text);
            }
            return this;
        }

        Outcome end() throws Exception {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                dumpThreads();
                process.destroyForcibly().waitFor();
                throw new AssertionError("it does not end; it said:\n" + said());
            }
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        }

        /** Waits until it has printed something. */
        void await(String text) throws Exception {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
            while (!Files.readString(out).contains(text)) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new AssertionError("it does not print " + text + "; it said:\n" + said());
                }
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
                        .get();
            }
        }

        /** To its stdout, as a JVM does on SIGQUIT; it does not say when that is done. */
        private void dumpThreads() throws Exception {
            new ProcessBuilder("kill", "-QUIT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            process.waitFor(2, TimeUnit.SECONDS);
        }

        private String said() throws IOException {
            return Files.readString(out) + Files.readString(err);
        }
    }

    /** Runs to the end. */
    Outcome run(String... arguments) throws Exception {
        return start(arguments).given("").end();
    }

    /** Signs in, with the password on file descriptor 3. */
    Outcome signIn(String server, String user, String password) throws Exception {
        return start("sign-in", "--server", server, "--password-fd", "3", user)
                .given(password + "\n")
                .end();
    }

    /** Descriptor 3 is what the process gets on stdin, as 0 is. */
    Running start(String... arguments) throws IOException {
        Files.createDirectories(home);
        Path out = Files.createTempFile(home.getParent(), "out", ".txt");
        Path err = Files.createTempFile(home.getParent(), "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec \"$@\" 3<&0", "sh");
        builder.command().addAll(java());
        builder.command().addAll(List.of(arguments));
        builder.command().addAll(List.of("--home", home.toString()));
        builder.environment().put("LC_ALL", "C.UTF-8");
        return new Running(
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    }

    private static List<String> java() {
        String classPath = Stream.of("jdk.module.path", "java.class.path")
                .map(property -> System.getProperty(property, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        return command;
    }
}
