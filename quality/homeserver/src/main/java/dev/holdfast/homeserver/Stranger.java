// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.homeserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A user whose client shares no code with ours: matrix-nio, in Python, on libolm, in C. Not safe for use by several threads.
 * Every method fails with what the client said if it does not do it within two minutes.
 */
public final class Stranger implements AutoCloseable {

    private static final String NIO = "0.25.2";
    private static final String OLM = "3.2.16";
    private static final int PATIENCE_S = 120;

    private final Path log;
    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    private Stranger(Path log, Process process) {
        this.log = log;
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Signs in; returns when the client has synced.
     *
     * @param user who exists at the server
     * @param folder an empty one, for its store and its log
     */
    public static Stranger signIn(Synapse server, String user, Path folder) throws Exception {
        PythonPackage python =
                PythonPackage.installed("nio-" + NIO + "-olm-" + OLM, "matrix-nio[e2e]==" + NIO, "python-olm==" + OLM);
        Path program = folder.resolve("stranger.py");
        try (InputStream source = Objects.requireNonNull(Stranger.class.getResourceAsStream("stranger.py"))) {
            Files.copy(source, program);
        }
        Path log = folder.resolve("stranger.log");
        ProcessBuilder builder = new ProcessBuilder(
                python.python(),
                program.toString(),
                server.uri().toString(),
                Synapse.id(user),
                Synapse.PASSWORD,
                folder.toString());
        Stranger stranger =
                new Stranger(log, builder.redirectError(log.toFile()).start());
        stranger.answer();
        return stranger;
    }

    /** Makes an encrypted room, invites somebody by their id, and returns the room's. */
    public String create(String name, String guest) throws Exception {
        return does("create", name, guest);
    }

    /** Waits until a guest is in a room. */
    public void meet(String room, String guest) throws Exception {
        does("meet", room, guest);
    }

    /** Says something; returns when the server has it. */
    public void say(String room, String text) throws Exception {
        does("say", room, text);
    }

    /** What somebody else says next: who, {@code encrypted}, {@code plain} or {@code unread}, what; with spaces between. */
    public String listen() throws Exception {
        return does("listen");
    }

    private String does(String command, String... arguments) throws Exception {
        in.write(command + (arguments.length == 0 ? "" : "\t" + String.join("\t", arguments)) + "\n");
        in.flush();
        return answer();
    }

    private String answer() throws Exception {
        String line = CompletableFuture.supplyAsync(this::readLine).get(PATIENCE_S, TimeUnit.SECONDS);
        if (line.isEmpty()) {
            throw new IOException("The stranger's client ended; it said:\n" + Files.readString(log));
        }
        return line;
    }

    /** Empty at the end: no answer is. */
    private String readLine() {
        try {
            return Objects.requireNonNullElse(out.readLine(), "");
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
