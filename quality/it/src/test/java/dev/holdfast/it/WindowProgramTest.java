// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.it.WindowProgram.End;
import dev.holdfast.state.Autosave;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that changes its state all the time: few saves, and nothing is lost that was not to be lost. */
class WindowProgramTest {

    /** A program that hangs is the failure; how long it takes is not. */
    private static final Duration HANGING = Duration.ofSeconds(60);

    /** Changes for each save, at the least. */
    private static final int FEWER = 50;

    /** What a save may take when its time has come: milliseconds, but for a disk and processors that many others use. */
    private static final Duration SAVE = Duration.ofMillis(500);

    /** From the start to a kill: long enough for most to lose nothing but the changes of a delay and a save. */
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(2);

    @TempDir
    private Path directory;

    @Test
    void tenThousandChangesASecondAreFewSavesAndClosingLosesNone() throws Exception {
        changesAndSaves(Duration.ofSeconds(1));
    }

    @Test
    @Tag("real")
    void fiftyThousandChangesAreFewSavesAndClosingLosesNone() throws Exception {
        changesAndSaves(Duration.ofSeconds(5));
    }

    private void changesAndSaves(Duration time) throws Exception {
        long changes = time.toSeconds() * WindowProgram.CHANGES_A_SECOND;
        try (ChildJvm child = start(changes, End.CLOSE, 0)) {
            child.end();
        }
        long saves = saves();
        System.out.println(changes + " changes in " + time + ", saves: " + saves);
        assertThat(stored(directory)).isEqualTo(changes);
        assertThat(saves * FEWER).isBetween(1L, changes);
    }

    /** As the stored file counts them itself. */
    private long saves() throws IOException {
        byte[] file = Files.readAllBytes(HomeFiles.named(directory, "count.json"));
        return ((JsonObject) JsonValue.parse(file)).integer("sequence");
    }

    @Test
    void theWindowMayEndTheJvmRightAfterItsLastChange() throws Exception {
        try (ChildJvm child = start(100, End.EXIT, 0)) {
            assertThat(child.exit(HANGING)).isZero();
        }
        assertThat(stored(directory)).isEqualTo(100);
    }

    @Test
    void theWindowMayEndTheJvmWhileOthersGoOn() throws Exception {
        try (ChildJvm child = start(3_000, End.EXIT, 1)) {
            child.await("ready");
            assertThat(child.lines()).containsExactly("HF-0233");
            assertThat(child.exit(HANGING)).isZero();
        }
        assertStored(2);
    }

    @Test
    void aProgramThatIsToldToEndLosesNothing() throws Exception {
        try (ChildJvm child = start(WindowProgram.ENDLESS, End.CLOSE, 1)) {
            child.await("ready");
            child.run(Duration.ofMillis(300));
            child.terminate();
            assertThat(child.lines()).containsExactly("HF-0233", "HF-0233");
            child.exit(HANGING);
        }
        assertStored(2);
    }

    /** Whatever was acknowledged, and at most one change more of each thread. */
    private void assertStored(int threads) throws IOException {
        long acknowledged = 0;
        for (int thread = 0; thread < threads; thread++) {
            long last = Journal.at(WindowProgram.journal(directory, thread)).last();
            assertThat(last).as("thread %s", thread).isPositive();
            acknowledged = Math.max(acknowledged, last);
        }
        assertThat(stored(directory)).isBetween(acknowledged, acknowledged + threads);
    }

    @Test
    void aProgramThatIsKilledLosesTheChangesOfOneDelayAtMost() throws Exception {
        kill(2);
    }

    @Test
    @Tag("real")
    @Tag("hundreds")
    void aHundredProgramsThatAreKilledLoseTheChangesOfOneDelayAtMost() throws Exception {
        kill(100);
    }

    private void kill(int kills) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        System.out.println(kills + " kills of a program with a window, seed " + seed);
        for (int kill = 1; kill <= kills; kill++) {
            Path home = Files.createDirectory(directory.resolve("kill-" + kill));
            long killed = killAt(home, Duration.ofNanos(random.nextLong(LONGEST_LIFE.toNanos())));
            Journal journal = Journal.at(WindowProgram.journal(home, 0));
            long old = journal.lastAt(killed - Autosave.DELAY.plus(SAVE).toNanos());
            long all = journal.last();
            long stored = stored(home);
            System.out.println("Changes: " + all + ", older than delay and save: " + old + ", stored: " + stored);
            assertThat(stored).as("kill %s, seed %s", kill, seed).isBetween(old, all + 1);
        }
    }

    /** The time before the kill. */
    private static long killAt(Path home, Duration life) throws Exception {
        try (ChildJvm child = ChildJvm.start(WindowProgram.class, home, WindowProgram.ENDLESS, End.CLOSE, 0)) {
            child.await("ready");
            child.run(life);
            long killed = System.nanoTime();
            child.kill();
            return killed;
        }
    }

    private ChildJvm start(long changes, End end, int others) throws IOException {
        return ChildJvm.start(WindowProgram.class, directory, changes, end, others);
    }

    private static long stored(Path home) {
        try (Holdfast app = Chat.open(home)) {
            return app.document(Count.SCHEMA).get().value();
        }
    }
}
