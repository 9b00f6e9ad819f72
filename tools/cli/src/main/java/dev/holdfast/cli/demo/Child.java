// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A Java process like this one, that runs another class until it is killed. */
final class Child implements AutoCloseable {

    /** One that says nothing is killed, so that the demo ends on any machine. */
    private static final long LONGEST_SECONDS = 60;

    private static final String ARCHIVE = "-XX:SharedArchiveFile=";

    private final Process process;
    private final Log log;
    private final BufferedReader output;

    private Child(Process process, Log log) {
        this.process = process;
        this.log = log;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts {@code main} on the stage's home; its arguments are the home, the server, and {@code more}. */
    static Child start(Stage stage, Class<?> main, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xlog:all=off",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        archive().ifPresent(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.add(stage.home().toString());
        command.add(stage.server().endpoint().toString());
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Executor later = CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS);
        later.execute(process::destroyForcibly);
        return new Child(process, stage.log());
    }

    /** The launcher's archive of classes, if this process was started with it. */
    private static Optional<String> archive() {
        String[] own = ProcessHandle.current().info().arguments().orElseGet(() -> new String[0]);
        return Stream.of(own).filter(argument -> argument.startsWith(ARCHIVE)).findFirst();
    }

    /** The next line of a kind, waited for; empty when it has ended. Other lines before it go to the log. */
    Optional<String> next(Predicate<String> kind) throws IOException {
        String line = output.readLine();
        while (line != null && !kind.test(line)) {
            log.add(line);
            line = output.readLine();
        }
        return Optional.ofNullable(line);
    }

    /** SIGKILL, where there is such a thing. What it has said can still be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Kills it and waits until the system has let go of all that it held. */
    @Override
    public void close() throws IOException {
        kill();
        process.onExit().join();
        output.close();
    }
}
