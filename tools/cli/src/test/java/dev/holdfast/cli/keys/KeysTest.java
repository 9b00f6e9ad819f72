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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        try (Holdfast app =
                Holdfast.builder(APP).at(directory).keys(KeyProviders.keyFile()).open()) {
            app.sessions(new Sessions()).signIn(handle -> {
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
    private static final class Sessions implements ClientFactory<Session> {

        @Override
        public Session rebuild(SessionHandle handle) {
            return handle.session();
        }

        @Override
        public Identity describe(Session client) {
            return new Identity(ALICE, client);
        }

        @Override
        public void revoke(Session session) {}

        @Override
        public void close(Session client) {}
    }
}
