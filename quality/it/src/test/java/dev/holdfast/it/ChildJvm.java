// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another process: a main class of these tests in a JVM of its own, on the class path. Closing it kills it. */
final class ChildJvm implements AutoCloseable {

    /** All that these tests are compiled against, and themselves. */
    static final String CLASS_PATH = Stream.of("jdk.module.path", "java.class.path")
            .map(property -> System.getProperty(property, ""))
            .filter(path -> !path.isEmpty())
            .collect(Collectors.joining(File.pathSeparator));

    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;
    private final Path errors;

    private ChildJvm(Process process, Path errors) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.errors = errors;
    }

    /** Starts {@code main} with the arguments as text. */
    static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
        return start(List.of(), List.of(), main, arguments);
    }

    /**
     * Starts {@code main} otherwise.
     *
     * @param prefix a command that runs the one behind it
     * @param options for the JVM; what they say of the class path counts
     */
    static ChildJvm start(List<String> prefix, List<String> options, Class<?> main, Object... arguments)
            throws IOException {
        Path errors = Files.createTempFile("holdfast-child", ".err");
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(List.of("-cp", CLASS_PATH));
        command.addAll(options);
        command.add(main.getName());
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return new ChildJvm(
                new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    }

    /** What it prints next; empty when it has ended. */
    Optional<String> line() throws IOException {
        return Optional.ofNullable(out.readLine());
    }

    /** Waits until it prints this, and fails if it prints anything else. */
    void await(String expected) throws IOException {
        assertThat(line()).as(this::errors).contains(expected);
    }

    /** What it prints until it ends. */
    List<String> lines() {
        return out.lines().toList();
    }

    /** Writes a line to its standard input. */
    void tell(String line) {
        in.println(line);
    }

    /** Lets it run for as long, or until it ends. */
    void run(Duration time) throws InterruptedException {
        process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Sends SIGKILL; when this returns it is dead. What it printed before can still be read. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Sends SIGTERM. What it prints can still be read. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends a signal by its name; when this returns it was sent. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).as("kill -" + name).isZero();
    }

    /** Its exit status; fails if it has not ended by itself within that time. */
    int exit(Duration atMost) throws InterruptedException {
        run(atMost);
        assertThat(process.isAlive()).as(() -> "alive: " + errors()).isFalse();
        return process.exitValue();
    }

    /** Waits for its end, and fails if it ended otherwise than well. */
    void end() throws InterruptedException {
        in.close();
        assertThat(process.waitFor()).as(this::errors).isZero();
    }

    String errors() {
        return "the child process, which said:\n" + Reactor.text(errors);
    }

    @Override
    public void close() throws IOException {
        kill();
        Files.delete(errors);
    }
}
