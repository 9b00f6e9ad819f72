// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

    private static final String MORE_THAN_ANY_CHILD_LIVES_FOR = "1000000";

    @TempDir
    private Path place;

    @Test
    void aProcessKilledWhileItSavesLosesNothingThatWasAcknowledged() throws Exception {
        killAgainAndAgain(30);
    }

    @Test
    @Tag("real")
    @Tag("hundreds")
    void fiveHundredKillsLoseNothingThatWasAcknowledged() throws Exception {
        killAgainAndAgain(500);
    }

    private void killAgainAndAgain(int kills) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Path home = place.resolve("home");
        for (int i = 0; i < kills; i++) {
            int acknowledged = runUntilKilled(home, random);
            assertThat(found(home)).as("seed %d, kill %d", seed, i).isGreaterThanOrEqualTo(acknowledged);
        }
    }

    private static int runUntilKilled(Path home, Random random) throws IOException, InterruptedException {
        Process child = ChildJvm.start(SavingChild.class, home.toString(), MORE_THAN_ANY_CHILD_LIVES_FOR);
        try (BufferedReader lines = child.inputReader()) {
            int acknowledged = 0;
            for (int i = random.nextInt(12); i >= 0; i--) {
                acknowledged = Integer.parseInt(lines.readLine());
            }
            LockSupport.parkNanos(random.nextInt(2_000_000));
            child.toHandle().destroyForcibly(); // which, unlike the process itself, leaves its output open
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged = Integer.parseInt(line);
            }
            return acknowledged;
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static int found(Path home) {
        try (FileStorage storage = FileStorage.at(home)) {
            storage.history(SavingChild.BLOB)
                    .forEach(each -> Payload.number(storage.read(SavingChild.BLOB, each.revision())
                            .orElseThrow()
                            .bytes()));
            return Payload.number(storage.read(SavingChild.BLOB).orElseThrow().bytes());
        }
    }
}
