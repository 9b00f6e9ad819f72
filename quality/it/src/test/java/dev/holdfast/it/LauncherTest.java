// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.it.Checkout.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, run as a person runs it; each build is a real one. */
@Tag("real")
@EnabledOnOs(value = OS.LINUX, disabledReason = "the launcher is for any POSIX shell, this test needs flock")
class LauncherTest {

    /** What the launcher needs of a POSIX system, besides Java and Maven. */
    private static final List<String> SYSTEM = List.of(
            "cat", "cksum", "dirname", "find", "head", "mkdir", "mv", "nice", "readlink", "sed", "sh", "tail", "tr");

    private static final String VERSION = "(?s)holdfast \\S+ \\(Java .*\\)\\s+";

    @TempDir
    private static Path temp;

    private static Checkout built;
    private static Outcome first;

    @BeforeAll
    static void startedForTheFirstTime() throws Exception {
        built = Checkout.copiedTo(temp.resolve("with some spaces"));
        first = built.run("--version");
    }

    /** Those that make an archive beside a start hold its lock; before they end, nothing can be cleaned up. */
    @AfterAll
    static void theArchivesAreMade() throws Exception {
        awaitArchives();
    }

    private static void awaitArchives() throws Exception {
        new ProcessBuilder("find", temp.toString(), "-name", "*.jsa.lock", "-exec", "flock", "{}", "true", ";")
                .start()
                .waitFor();
    }

    @Test
    void theFirstStartBuildsAndSaysSoOnStderrAlone() {
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).matches(VERSION);
        assertThat(first.err()).contains("building", "built");
    }

    @Test
    void theNextStartBuildsNothingAndSaysNothing() throws Exception {
        assertThat(built.run("--version").err()).isEmpty();
    }

    @Test
    void theFirstStartLeavesAnArchiveForTheNext() throws Exception {
        awaitArchives();
        try (Stream<Path> files = Files.list(built.folder().resolve("target/launcher/cli"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".jsa")))
                    .singleElement()
                    .satisfies(archive -> assertThat(archive).isNotEmptyFile());
        }
    }

    @Test
    void theMatrixChatIsBuiltWhenItIsAskedForAndNotBefore() throws Exception {
        Checkout fresh = Checkout.copiedTo(temp.resolve("matrix"));
        Path jars = fresh.folder().resolve("tools/matrix/target");
        assertThat(fresh.run("--version").exitCode()).isZero();
        assertThat(jars).doesNotExist();
        Outcome chat = fresh.run("matrix", "--help");
        assertThat(chat.exitCode()).as(chat.err()).isZero();
        assertThat(chat.out()).startsWith("Usage: holdfast matrix");
        assertThat(chat.err()).contains("building", "built");
        assertThat(jars.resolve("holdfast-matrix-cli.jar")).exists();
        assertThat(fresh.run("matrix", "no-such-command").exitCode()).isEqualTo(2);
        assertThat(fresh.run("matrix", "--version").err()).isEmpty();
        assertThat(fresh.run("--version").err()).isEmpty();
    }

    @Test
    void itStartsThroughALinkFromAnotherFolder() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("..", "with some spaces", "holdfast"));
        Outcome outcome = built.start(folder, Map.of(), "./link", "--version").end();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).matches(VERSION);
    }

    @Test
    void theExitCodeOfTheCommandPassesThrough() throws Exception {
        assertThat(built.run("no-such-command").exitCode()).isEqualTo(2);
    }

    @Test
    void twoFirstStartsAtOnceBuildOnce() throws Exception {
        Checkout fresh = Checkout.copiedTo(temp.resolve("two"));
        String launcher = fresh.launcher().toString();
        var one = fresh.start(temp, Map.of(), launcher, "--version");
        var other = fresh.start(temp, Map.of(), launcher, "--version");
        List<Outcome> outcomes = List.of(one.end(), other.end());
        assertThat(outcomes).allSatisfy(it -> assertThat(it.out()).matches(VERSION));
        assertThat(outcomes).filteredOn(it -> it.err().contains("built")).hasSize(1);
    }

    @Test
    void aChangedSourceIsBuiltAndABrokenOneSaysWhereTheLogIs() throws Exception {
        Checkout changed = Checkout.copiedTo(temp.resolve("changed"));
        assertThat(changed.run("--version").exitCode()).isZero();
        Path source = changed.folder().resolve("storage/src/main/java/dev/holdfast/storage/Storage.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now()));
        assertThat(changed.run("--version").err()).contains("built");
        Files.writeString(source, "broken");
        Outcome outcome = changed.run("--version");
        assertThat(outcome.exitCode()).isEqualTo(70);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("Storage.java", "target/launcher/cli/build.log");
    }

    @Test
    void whatIsMissingIsNamedWithTheWayToInstallIt() throws Exception {
        Checkout fresh = Checkout.copiedTo(temp.resolve("missing"));
        String path = fresh.only(SYSTEM).toString();
        assertThat(missing(fresh, Map.of("PATH", path, "JAVA_HOME", ""))).contains("Java 17", "apt-get install");
        String javaHome = System.getProperty("java.home");
        assertThat(missing(fresh, Map.of("PATH", path, "JAVA_HOME", javaHome))).contains("Maven", "apt-get install");
        assertThat(missing(fresh, Map.of("PATH", path, "JAVA_HOME", javaWithoutCompiler())))
                .contains("javac", "apt-get install");
    }

    private static String missing(Checkout checkout, Map<String, String> environment) throws Exception {
        Outcome outcome = checkout.start(temp, environment, checkout.launcher().toString(), "--version")
                .end();
        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.out()).isEmpty();
        return outcome.err();
    }

    /** A home in which there is nothing but the start of Java, as in a JRE. */
    private static String javaWithoutCompiler() throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        Path jre = temp.resolve("jre");
        Files.createDirectories(jre.resolve("bin"));
        Files.copy(home.resolve("release"), jre.resolve("release"));
        Files.copy(home.resolve("bin/java"), jre.resolve("bin/java"));
        return jre.toString();
    }
}
