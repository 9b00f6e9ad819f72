// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command says where there is no homeserver. */
class MainTest {

    private static final String PASSWORD = "hidden-password";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final InputStream stdin = System.in;

    @BeforeEach
    void aPasswordIsOnStdin() {
        System.setIn(new ByteArrayInputStream(PASSWORD.getBytes(StandardCharsets.UTF_8)));
    }

    @AfterEach
    void stdinIsAsItWas() {
        System.setIn(stdin);
    }

    private int execute(String... arguments) {
        CommandLine command =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private int signIn(String server) {
        return execute("sign-in", "--home", home(), "--server", server, "--password-fd", "0", "alice");
    }

    private String home() {
        return folder.resolve("home").toString();
    }

    private void assertFailed(int exitCode, String code) {
        assertThat(exitCode).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).startsWith(code + ": ").doesNotContain(PASSWORD, "\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerIsSaidToBeUnreachable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertFailed(signIn("http://127.0.0.1:" + port), "HF-0801");
    }

    @Test
    void aWebServerIsSaidToBeNoHomeserver() throws Exception {
        try (Website site = Website.plain()) {
            assertFailed(signIn(site.uri()), "HF-0802");
        }
    }

    @Test
    void aServerThatSignedItsOwnCertificateIsNotTrusted() throws Exception {
        try (Website site = Website.selfSigned(folder)) {
            assertFailed(signIn(site.uri()), "HF-0804");
        }
    }

    @Test
    void aDescriptorThatIsNotOpenGivesNoPassword() {
        assertFailed(
                execute("sign-in", "--home", home(), "--server", "http://127.0.0.1:1", "--password-fd", "987", "alice"),
                "HF-0845");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--restore", "rooms", "tail", "join x", "send x y", "log-out"})
    void whereNobodyIsSignedInThatIsSaidAndNothingIsMade(String arguments) {
        assertFailed(execute((arguments + " --home " + home()).split(" ")), "HF-0841");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no-such-command",
                "sign-in",
                "sign-in alice",
                "sign-in @alice",
                "sign-in --server example.org alice",
                "sign-in --server ftp://example.org alice",
                "sign-in --server http://example.org alice",
                "sign-in --server https:// alice",
                "sign-in --server https://alice:secret@example.org alice",
                "sign-in --server alice:secret@example.org alice",
                "sign-in --password secret alice",
                "tail -n -1",
                "tail --last 10001",
                "chat",
                "chat -n -1 room",
                "send room",
                "send"
            })
    void wrongUseIsSaidAndNothingIsMade(String arguments) {
        assertThat(execute((arguments + " --home " + home()).strip().split(" ")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isNotEmpty().doesNotContain("alice:secret");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aTextThatIsTooLongIsRefusedBeforeAnythingIsOpened() {
        System.setIn(new ByteArrayInputStream(new byte[100_000]));
        assertThat(execute("send", "room", "-", "--home", home())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("40000");
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "holdfast matrix",
                        "sign-in",
                        "rooms",
                        "join",
                        "tail",
                        "send",
                        "chat",
                        "log-out",
                        "--restore",
                        "--home");
    }
}
