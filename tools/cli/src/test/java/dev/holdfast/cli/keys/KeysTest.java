// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ClientFactory;
import dev.holdfast.Holdfast;
import dev.holdfast.Identity;
import dev.holdfast.Session;
import dev.holdfast.SessionHandle;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.SecretBytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysTest {

    private static final String APP = "org.example.chat";
    private static final String ALICE = "@alice:example.org";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void signIn() {
        signIn(ALICE);
    }

    private void signIn(String user) {
        try (Holdfast app =
                Holdfast.builder(APP).at(directory).keys(KeyProviders.keyFile()).open()) {
            app.sessions(new Sessions(user)).signIn(handle -> {
                byte[] token = {1};
                return Session.of(URI.create("https://example.org"), SecretBytes.copyOf(token));
            });
        }
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--at", directory.toString(), APP));
        PrintWriter writer = new PrintWriter(out);
        return new CommandLine(new Keys()).setOut(writer).setErr(writer).execute(all.toArray(String[]::new));
    }

    @Test
    void theyAreListedRotatedAndFinished() {
        assertThat(run("list")).isZero();
        assertThat(out).hasToString(ALICE + "  FILE_KEY  key-file" + System.lineSeparator());
        assertThat(run("rotate", "--user", ALICE)).isZero();
        assertThat(run("finish")).isZero();
        assertThat(out.toString()).contains("1 sealed anew");
    }

    @Test
    void theyMoveToTheProvidersThatAreNamed() {
        assertThat(run("move", "--to", "key-file")).isZero();
        assertThat(out.toString()).contains("moved  FILE_KEY  key-file");
        assertThat(run("move", "--to", "nobody")).isNotZero();
        assertThat(out.toString()).contains("HF-0305");
        assertThat(run("move")).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Test
    void whatIsMistypedIsToldAndNothingIsDone() {
        assertThat(run("move", "--to", "nobody")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(out.toString()).contains("there is no key provider nobody", "the keys are where they were");
        for (String to : List.of("key-file,key-file", ",", "", "key-file,")) {
            assertThat(run("move", "--to", to)).as(to).isEqualTo(CommandLine.ExitCode.USAGE);
            assertThat(out.toString()).contains("--to");
        }
        assertThat(run("list", "--environment", "A B")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(out.toString()).contains("--environment");
        assertThat(run("list", "--credential", "../x")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(out.toString()).contains("--credential");
        assertThat(run("list", "--user", "@eve:example.org")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(out.toString()).contains("@eve:example.org", "HF-0510");
    }

    @Test
    void anAccountThatFailsKeepsNoOtherFromIt() throws IOException {
        signIn("@bob:example.org");
        try (Stream<Path> all = Files.walk(directory)) {
            Path first = all.filter(path -> path.endsWith("keyset")).findFirst().orElseThrow();
            Files.writeString(first, "damaged");
        }
        assertThat(run("rotate")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(out.toString().lines()).hasSize(2).anyMatch(line -> line.contains("rotated"));
        assertThat(out.toString().lines()).anyMatch(line -> line.startsWith("@") && line.contains("  HF-0308: "));
    }

    @Test
    void aMistypedAppMakesNoHome() {
        Path elsewhere = directory.resolve("elsewhere");
        PrintWriter writer = new PrintWriter(out);
        int code = new CommandLine(new Keys())
                .setErr(writer)
                .execute("list", "--at", elsewhere.toString(), "org.example.chta");
        assertThat(code).isNotZero();
        assertThat(out.toString()).contains("HF-0603");
        assertThat(Files.exists(elsewhere)).isFalse();
    }

    /** Clients that are nothing but their session. */
    private record Sessions(String user) implements ClientFactory<Session> {

        @Override
        public Session rebuild(SessionHandle handle) {
            return handle.session();
        }

        @Override
        public Identity describe(Session client) {
            return new Identity(user, client);
        }

        @Override
        public void revoke(Session session) {}

        @Override
        public void close(Session client) {}
    }
}
