// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a client, and all that it is made of, log. */
@Tag("real")
@ExtendWith(Homeserver.class)
class LogsTest {

    private static final Set<String> IDS = Set.of("room id", "user id", "device id");

    @TempDir
    private Path folder;

    @Test
    void noLevelTellsTokensAndNoneButTheLowestWhatIsSaid(Synapse server) throws Exception {
        server.user("sam");
        List<String> lines = lines(server);
        assertThat(told("INFO", lines)).contains("room id").isSubsetOf(IDS);
        assertThat(told("DEBUG", lines)).as("Trixnity").isNotEmpty().isSubsetOf(IDS);
        for (String level : List.of("CONFIG", "FINE", "FINER", "FINEST")) {
            assertThat(told(level, lines)).as("Ktor and all others, %s", level).isSubsetOf(IDS);
        }
        assertThat(told("TRACE", lines))
                .as("what docs/guides/matrix.md warns of")
                .contains("message", "file name")
                .doesNotContain("access token", "refresh token", "password");
    }

    /** What is found in the records of a level. */
    private static Set<String> told(String level, List<String> lines) {
        List<String> records = lines.stream()
                .filter(line -> line.startsWith("LOG " + level + " "))
                .toList();
        Set<String> told = new TreeSet<>();
        for (String line : lines) {
            if (line.startsWith("SECRET ")) {
                String[] secret = line.substring("SECRET ".length()).split("=", 2);
                if (records.stream().anyMatch(record -> record.contains(secret[1]))) {
                    told.add(secret[0]);
                }
            }
        }
        return told;
    }

    private List<String> lines(Synapse server) throws Exception {
        Process process = new ProcessBuilder(ChildJvm.command(
                        LoggingChild.class,
                        folder.resolve("sam").toString(),
                        server.uri().toString(),
                        "sam"))
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(() -> String.join("\n", lines)).isZero();
        return lines;
    }
}
