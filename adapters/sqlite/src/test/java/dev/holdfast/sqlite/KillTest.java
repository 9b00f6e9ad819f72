// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.HoldfastException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

    @TempDir
    private Path place;

    @Test
    void aProcessKilledWhileItWritesLosesNothingThatWasAcknowledgedAndLeavesNothingHalf() throws Exception {
        killAgainAndAgain(6);
    }

    @Test
    @Tag("real")
    @Tag("hundreds")
    void aHundredAndFiftyKillsLoseNothingThatWasAcknowledgedAndLeaveNothingHalf() throws Exception {
        killAgainAndAgain(150);
    }

    private void killAgainAndAgain(int kills) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < kills; i++) {
            int acknowledged = runUntilKilled(random);
            try (RecordStore store = RecordStore.open(place.resolve("store"), TestKeys.FIRST)) {
                assertThat(WritingChild.count(store))
                        .as("seed %d, kill %d", seed, i)
                        .isBetween(acknowledged, acknowledged + 1);
                assertThat(store.check()).isEmpty();
            }
        }
    }

    private int runUntilKilled(Random random) throws IOException, InterruptedException {
        Process child =
                ChildJvm.start(WritingChild.class, place.resolve("store").toString());
        try (BufferedReader lines = child.inputReader()) {
            String last = lines.readLine();
            for (int i = random.nextInt(15); i > 0; i--) {
                last = lines.readLine();
            }
            LockSupport.parkNanos(random.nextInt(10_000_000));
            return Integer.parseInt(ChildJvm.kill(child, lines, last));
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void oneProcessHasTheStoreAndItsEndFreesIt() throws Exception {
        Process child =
                ChildJvm.start(WritingChild.class, place.resolve("store").toString());
        try (BufferedReader lines = child.inputReader()) {
            String first = lines.readLine();
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> RecordStore.open(place.resolve("store"), TestKeys.FIRST))
                    .returns("HF-0621", HoldfastException::code);
            try (RecordStore other = RecordStore.open(place.resolve("other"), TestKeys.FIRST)) {
                assertThatExceptionOfType(HoldfastException.class)
                        .as("nor may anything be put there")
                        .isThrownBy(() -> other.backup(place.resolve("store")))
                        .returns("HF-0621", HoldfastException::code);
            }
            ChildJvm.kill(child, lines, first);
            RecordStore.open(place.resolve("store"), TestKeys.FIRST).close();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
