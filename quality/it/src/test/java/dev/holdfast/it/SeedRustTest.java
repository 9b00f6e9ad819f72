// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.ImportReceipt;
import dev.holdfast.Restored;
import dev.holdfast.SessionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fixtures against the seed itself, in real Rust: they are what it writes, and what we write it reads. It needs cargo,
 * and crates from their registry.
 */
@Tag("real")
class SeedRustTest {

    private static final Path SOURCE = Reactor.ROOT.resolve("quality/it/src/test/rust");

    @TempDir
    private static Path temp;

    private static Path program;

    @TempDir
    Path directory;

    @BeforeAll
    static void theSeedIsBuilt() throws Exception {
        Path target = Path.of(System.getProperty("holdfast.it.target"), "seed").toAbsolutePath();
        Path project = target.resolve("project");
        copy("Cargo.toml", project);
        copy("src/main.rs", project);
        run("cargo", "build", "--quiet", "--manifest-path", project + "/Cargo.toml", "--target-dir", target.toString());
        program = target.resolve("debug/seed");
    }

    private static void copy(String name, Path project) throws IOException {
        Path there = project.resolve(name);
        Files.createDirectories(there.getParent());
        Files.copy(SOURCE.resolve(name), there, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What a program says; it has to succeed. */
    private static String run(String... command) throws Exception {
        Path said = Files.createTempFile(temp, "said", "");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor())
                .as(() -> List.of(command) + ": " + Reactor.text(said))
                .isZero();
        return Files.readString(said).strip();
    }

    private static String seed(String function, Path path) throws Exception {
        return run(program.toString(), function, path.toString());
    }

    private Path put(String fixture) throws IOException {
        return Files.write(directory.resolve(fixture), Seed.file(fixture));
    }

    @Test
    void saveSession() throws Exception {
        seed("save_session", directory);
        assertThat(directory.resolve("session.json")).hasBinaryContent(Seed.file("session.json"));
    }

    @Test
    void restoreSession() throws Exception {
        put("session.json");
        assertThat(seed("restore_session", directory)).isEqualTo(Seed.text("session.json"));
    }

    @Test
    void whatItSavedBecomesAnAccount() throws Exception {
        seed("save_session", directory);
        Files.writeString(Files.createDirectory(directory.resolve("db")).resolve("chat.db"), "a message");
        SessionFile old = SessionFile.ofClientSession(directory.resolve("session.json"), directory, Seed.USER);
        SeedClients clients = new SeedClients();
        clients.loggedIn = true;
        try (Holdfast app = Chat.open(directory.resolve("home"))) {
            assertThat(app.sessions(clients).importFrom(old).outcome()).isEqualTo(ImportReceipt.Outcome.IMPORTED);
            Restored<SeedClients.Client> restored =
                    (Restored<SeedClients.Client>) app.sessions(clients).restoreLatest();
            assertThat(restored.client().passphrase()).isEqualTo(Seed.PASSPHRASE);
            assertThat(restored.client().store().resolve("chat.db")).hasContent("a message");
        }
        assertThat(seed("restore_session", directory))
                .as("the seed finds none any more")
                .isEqualTo("null");
    }

    @Test
    void saveVersioned() throws Exception {
        Path file = directory.resolve("state.json");
        seed("save_versioned", file);
        assertThat(file).hasBinaryContent(Seed.file("state-v2.json"));
    }

    @Test
    void saveAtomic() throws Exception {
        Path file = directory.resolve("state.json");
        seed("save_atomic", file);
        assertThat(file).hasBinaryContent(Seed.file("atomic.json"));
    }

    @Test
    void loadWithMigration() throws Exception {
        assertThat(seed("load_with_migration", put("state-v2.json"))).isEqualTo(Seed.text("atomic.json"));
        assertThat(seed("load_with_migration", put("state-v1.json")))
                .isEqualTo("{\"new_field\":[],\"new_field_name\":7}");
        assertThat(seed("load_with_migration", put("state-v99.json")))
                .endsWith("{\"new_field\":[],\"new_field_name\":0}");
    }

    @Test
    void whatWeWriteItReads() throws Exception {
        assertThat(seed("load_with_migration", put("state-ours.json"))).isEqualTo(Seed.text("atomic.json"));
    }
}
