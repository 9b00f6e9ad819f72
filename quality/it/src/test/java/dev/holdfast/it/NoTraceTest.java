// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Leaks;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens in a user's life, none of the user's secrets is found in the home, the cache, temporary files, the log
 * at its finest or any output. Keys are kept outside the home.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no env command")
class NoTraceTest {

    private static final List<String> ENVIRONMENT = List.of(
            "env",
            "-u",
            "XDG_DATA_HOME",
            "-u",
            "XDG_CONFIG_HOME",
            "-u",
            "XDG_STATE_HOME",
            "-u",
            "XDG_CACHE_HOME",
            "-u",
            "XDG_RUNTIME_DIR");

    /** Without the command, whose log leaves out what exceptions say. */
    private static final String CLASS_PATH = Stream.of(ChildJvm.CLASS_PATH.split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).startsWith(Reactor.ROOT.resolve("tools/cli")))
            .collect(Collectors.joining(File.pathSeparator));

    private static final String LOGGING = """
            handlers=java.util.logging.FileHandler,java.util.logging.ConsoleHandler
            .level=ALL
            java.util.logging.FileHandler.level=ALL
            java.util.logging.FileHandler.append=true
            java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
            java.util.logging.FileHandler.pattern=""";

    @TempDir
    private Path directory;

    private KeyServer server;

    @BeforeEach
    void start() throws Exception {
        server = KeyServer.start();
        for (String place : List.of("user", "temporary", "log", "said")) {
            Files.createDirectory(directory.resolve(place));
        }
        Files.writeString(directory.resolve("logging"), LOGGING + directory.resolve("log/all"));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    @Tag("real")
    void noSecretIsFoundWhileSomebodyIsSignedInNorAfterwards() throws Exception {
        signInAndDie();
        assertNoTrace();
        SecretChat.writeBobsFile(directory.resolve("user/old"));
        assertThat(run("user", "go on")).endsWith("went on");
        assertNoTrace();
        HomeFiles.copy(directory.resolve("user"), directory.resolve("copy"));
        assertThat(run("copy", "read")).containsExactly("restored", "true");
        assertThat(run("user", "trouble")).contains("CLIENT_FAILED", "KEY_UNAVAILABLE", "INCOMPATIBLE", "UNREADABLE");
        assertNoTrace();
        assertThat(run("user", "log out")).contains("true").doesNotContain("false");
        assertThat(run("copy", "read")).containsExactly("KEY_LOST", "false");
        assertNoTrace();
        assertThat(Leaks.below(directory.resolve("log"), "org.example.secret", "HF-0"))
                .isNotEmpty();
    }

    @Test
    void whatTellsASecretAnywhereIsFound() throws Exception {
        signInAndDie();
        run("user", "leak");
        assertThat(traces())
                .hasSize(6)
                .anyMatch(trace -> trace.endsWith("user/leak: text 9 in UTF-16"))
                .anyMatch(trace -> trace.contains("/temporary/leak") && trace.endsWith("text 6 in Base64"))
                .anyMatch(trace -> trace.endsWith("log/all: text 5"))
                .anyMatch(trace -> trace.endsWith("said/leak.out: text 7 in hexadecimal"))
                .anyMatch(trace -> trace.endsWith("said/leak.err: text 3"))
                .anyMatch(trace -> trace.endsWith("said/leak.err: text 4"));
    }

    private void signInAndDie() throws Exception {
        try (ChildJvm child = child("user", "sign in")) {
            List<String> said = new ArrayList<>();
            while (!said.contains("typed")) {
                said.add(child.line().orElseThrow(() -> new AssertionError(child.errors())));
            }
            child.kill();
            keep("sign in", said, child.errors());
        }
    }

    private List<String> run(String user, String part) throws Exception {
        try (ChildJvm child = child(user, part)) {
            List<String> said = child.lines();
            child.end();
            keep(part, said, child.errors());
            return said;
        }
    }

    private ChildJvm child(String user, String part) throws Exception {
        List<String> options = List.of(
                "-cp",
                CLASS_PATH,
                "-Duser.home=" + directory.resolve(user),
                "-Djava.io.tmpdir=" + directory.resolve("temporary"),
                "-Djava.util.logging.config.file=" + directory.resolve("logging"));
        return ChildJvm.start(ENVIRONMENT, options, SecretLife.class, server.address(), part);
    }

    private void keep(String part, List<String> said, String errors) throws Exception {
        Files.write(directory.resolve("said/" + part + ".out"), said);
        Files.writeString(directory.resolve("said/" + part + ".err"), errors);
    }

    private void assertNoTrace() {
        assertThat(traces()).isEmpty();
    }

    private List<String> traces() {
        return Leaks.below(directory, SecretChat.SECRETS);
    }
}
