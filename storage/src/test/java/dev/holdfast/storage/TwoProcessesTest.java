// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {

    /** No increment may come near to the deadline at which a single write would give up. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    private static final Pattern WORST = Pattern.compile("worst-micros ([0-9]+)");

    @TempDir
    private Path place;

    @Test
    void incrementsOfTwoProcessesAreAllThere() throws Exception {
        incrementInTwoProcesses(300);
    }

    @Test
    @Tag("real")
    @Tag("hundreds")
    void tenThousandIncrementsOfEachOfTwoProcessesAreAllThere() throws Exception {
        incrementInTwoProcesses(10_000);
    }

    private void incrementInTwoProcesses(int times) throws Exception {
        Path home = place.resolve("home");
        BlobName counter = Scope.HOME.blob("counter");
        try (FileStorage storage = FileStorage.at(home)) {
            storage.replace(counter, Revision.ABSENT, new byte[] {'0'}, Durability.DURABLE);
        }
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            children.add(ChildJvm.start(IncrementingChild.class, home.toString(), Integer.toString(times)));
        }
        for (Process child : children) {
            requireBounded(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        try (FileStorage storage = FileStorage.at(home)) {
            assertThat(storage.read(counter).orElseThrow().bytes())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo(Integer.toString(2 * times));
        }
    }

    private static void requireBounded(String output) {
        System.out.print(output);
        Matcher worst = WORST.matcher(output);
        assertThat(worst.find()).as(output).isTrue();
        assertThat(Duration.ofNanos(1_000 * Long.parseLong(worst.group(1)))).isLessThan(BOUND);
    }
}
