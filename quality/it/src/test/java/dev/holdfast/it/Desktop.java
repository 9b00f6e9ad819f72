// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A log-in of a person of its own, with a home directory, a session bus, and a keyring that the bus starts when somebody
 * wants it: gnome-keyring, the real one. Closing it ends what it started.
 */
final class Desktop implements AutoCloseable {

    static final String PASSWORD = "correct horse";

    private static final String DAEMON = "gnome-keyring-daemon";
    private static final String UNLOCKED = DAEMON + " --foreground --components=secrets --unlock <\"$0.password\"";
    private static final String LOCKED = DAEMON + " --foreground --components=secrets";

    /** What the bus answers then. */
    private static final int ALREADY_RUNNING = 2;

    private final Path directory;
    private final List<Process> buses = new ArrayList<>();

    private Desktop(Path directory) {
        this.directory = directory;
    }

    /** A log-in with nothing running yet. A bus's address has room for a short path only. */
    static Desktop in(Path directory) throws IOException {
        Desktop desktop = new Desktop(directory);
        Files.createDirectories(desktop.home());
        Files.createDirectories(directory.resolve("services"));
        Files.createDirectories(directory.resolve("run"));
        Files.setPosixFilePermissions(directory.resolve("run"), PosixFilePermissions.fromString("rwx------"));
        Files.writeString(directory.resolve("keyring.password"), PASSWORD);
        Files.writeString(directory.resolve("bus.conf"), desktop.configuration());
        return desktop;
    }

    /** Like the system's own, but for the services: those of the system are not to be started. */
    private String configuration() {
        return """
                <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
                 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
                <busconfig>
                  <type>session</type>
                  <listen>unix:path=%s</listen>
                  <servicedir>%s</servicedir>
                  <auth>EXTERNAL</auth>
                  <policy context="default">
                    <allow send_destination="*" eavesdrop="true"/>
                    <allow eavesdrop="true"/>
                    <allow own="*"/>
                  </policy>
                </busconfig>
                """.formatted(socket(), directory.resolve("services"));
    }

    Path socket() {
        return directory.resolve("bus");
    }

    Path home() {
        return directory.resolve("home");
    }

    Path keyrings() {
        return home().resolve(".local/share/keyrings");
    }

    /** The bus, which is ready when this returns. */
    Desktop startBus() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "dbus-daemon",
                        "--nofork",
                        "--nopidfile",
                        "--print-address",
                        "--config-file=" + directory.resolve("bus.conf"))
                .redirectError(directory.resolve("bus.log").toFile());
        builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY"));
        builder.environment().putAll(variables());
        Process bus = builder.start();
        buses.add(bus);
        BufferedReader out = bus.inputReader(StandardCharsets.UTF_8);
        if (out.readLine() == null) {
            throw new AssertionError("There is no bus: " + Files.readString(directory.resolve("bus.log")));
        }
        return this;
    }

    /** The keyring that the bus will start, unlocked by the password, as at a log-in. */
    Desktop withKeyring() throws IOException {
        return withService(UNLOCKED);
    }

    /** The keyring as it is when the log-in did not unlock it. */
    Desktop withLockedKeyring() throws IOException {
        return withService(LOCKED);
    }

    /** The same, whose prompts a program on the bus answers. */
    Desktop withLockedKeyring(String prompter) throws IOException {
        return withService("GNOME_KEYRING_TEST_PROMPTER=" + prompter + " exec " + LOCKED);
    }

    /** A keyring that never gets ready. */
    Desktop withSilentKeyring() throws IOException {
        return withService("sleep 600");
    }

    private Desktop withService(String command) throws IOException {
        requireKeyring();
        String exec = command.contains(" exec ") ? command : "exec " + command;
        Path script =
                Files.writeString(directory.resolve("keyring"), "echo $$ >>\"$0.pids\"\n" + exec + " 2>>\"$0.log\"\n");
        Files.writeString(
                directory.resolve("services/org.freedesktop.secrets.service"),
                "[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/sh " + script + "\n");
        return this;
    }

    private static void requireKeyring() {
        boolean found = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, DAEMON)));
        if (!found) {
            throw new AssertionError("gnome-keyring is needed. On Debian: apt-get install gnome-keyring dbus-daemon");
        }
    }

    /** A command that runs the one behind it as a program of this log-in, without a display. */
    List<String> program() {
        List<String> command =
                new ArrayList<>(List.of("env", "-u", "HOLDFAST_KEYRING", "-u", "DISPLAY", "-u", "WAYLAND_DISPLAY"));
        variables().forEach((name, value) -> command.add(name + "=" + value));
        return command;
    }

    /** The same, with a display, at which a person might be asked. */
    List<String> programWithDisplay() {
        List<String> command = new ArrayList<>(program());
        command.add("DISPLAY=:99");
        return command;
    }

    private Map<String, String> variables() {
        return Map.of(
                "HOME", home().toString(),
                "XDG_DATA_HOME", home().resolve(".local/share").toString(),
                "XDG_RUNTIME_DIR", directory.resolve("run").toString(),
                "DBUS_SESSION_BUS_ADDRESS", "unix:path=" + socket());
    }

    /**
     * Lets the bus start the keyring now, so that no program has to wait for that, however busy the machine is. One that
     * was stopped counts as running until the bus has noticed.
     */
    Desktop awaitKeyring() throws Exception {
        String started;
        do {
            started = start();
        } while (started.contains("uint32 " + ALREADY_RUNNING));
        return this;
    }

    private String start() throws Exception {
        List<String> command = new ArrayList<>(program());
        command.addAll(List.of(
                "dbus-send",
                "--session",
                "--print-reply",
                "--reply-timeout=60000",
                "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus",
                "org.freedesktop.DBus.StartServiceByName",
                "string:org.freedesktop.secrets",
                "uint32:0"));
        Path log = directory.resolve("start.log");
        Process starting = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        String said = starting.waitFor() == 0 ? Files.readString(log) : "";
        if (said.isEmpty()) {
            throw new AssertionError("There is no keyring: " + Files.readString(log));
        }
        return said;
    }

    /** Ends the keyrings that the bus started. The bus starts the next. */
    void stopKeyring() throws IOException {
        Path pids = directory.resolve("keyring.pids");
        if (Files.exists(pids)) {
            for (String pid : Files.readAllLines(pids)) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(keyring -> {
                    keyring.destroyForcibly();
                    keyring.onExit().join();
                });
            }
            Files.delete(pids);
        }
    }

    /** Ends the bus, with the keyring. Its socket stays, as after a kill. */
    void stop() throws IOException {
        stopKeyring();
        for (Process bus : buses) {
            bus.destroyForcibly();
            bus.onExit().join();
        }
        buses.clear();
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
