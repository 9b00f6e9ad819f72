// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Codec;
import dev.holdfast.state.Document;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import dev.holdfast.state.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that saves is killed at random moments: what is there is whole, and never older than what it was told is saved. */
class KilledSaverTest {

    private static final Duration STARTING = Duration.ofMillis(300);
    private static final Duration SAVING = Duration.ofMillis(5);
    private static final int SAVES = 20;

    @TempDir
    private Path directory;

    @Test
    void aKilledSaverLeavesWhatItSavedLast() throws Exception {
        killRepeatedly(15);
    }

    @Test
    @Tag("real")
    @Tag("hundreds")
    void fiveHundredKilledSaversLeaveWhatTheySavedLast() throws Exception {
        killRepeatedly(500);
    }

    private void killRepeatedly(int kills) throws Exception {
        long seed = System.nanoTime();
        System.out.println(kills + " kills of a saving process, seed " + seed);
        Random random = new Random(seed);
        long saved = 0;
        for (int kill = 1; kill <= kills; kill++) {
            long acknowledged = Math.max(saved, acknowledgedByTheKilled(random));
            Loaded<Page> loaded = load();
            assertThat(loaded.outcome())
                    .as("kill %s, seed %s", kill, seed)
                    .isIn(LoadOutcome.LOADED, acknowledged == 0 ? LoadOutcome.MISSING : LoadOutcome.LOADED);
            saved = loaded.value().number();
            assertThat(loaded.value().isWhole()).isTrue();
            assertThat(saved).as("kill %s, seed %s", kill, seed).isBetween(acknowledged, acknowledged + 1);
        }
        assertThat(saved).isPositive();
    }

    /** Some while they start, the others after a few saves. */
    private long acknowledgedByTheKilled(Random random) throws Exception {
        try (ChildJvm child = ChildJvm.start(Saving.class, directory)) {
            child.await("started");
            int saves = Math.max(0, random.nextInt(SAVES) - SAVES / 4);
            List<String> printed = new ArrayList<>(List.of("0"));
            for (int i = 0; i < saves; i++) {
                printed.add(child.line().orElseThrow());
            }
            child.run(Duration.ofNanos(random.nextLong((saves == 0 ? STARTING : SAVING).toNanos())));
            child.kill();
            printed.addAll(child.lines());
            return Long.parseLong(printed.get(printed.size() - 1));
        }
    }

    private Loaded<Page> load() {
        try (Holdfast app = Chat.open(directory)) {
            return app.document(Page.SCHEMA).load();
        }
    }

    /** Turns page after page, and prints the number of each when it is saved. */
    static final class Saving {
        public static void main(String[] arguments) {
            System.out.println("started");
            try (Holdfast app = Chat.open(Path.of(arguments[0]))) {
                Document<Page> document = app.document(Page.SCHEMA);
                while (true) {
                    System.out.println(document.update(Page::next).number());
                }
            }
        }
    }

    /** A text of any length, which follows from its number. */
    record Page(long number, String text) {

        private static final int LONGEST = 50_000;

        static final Schema<Page> SCHEMA = Schema.of("page", Page.class, of(0))
                .withCodec(Codec.ofTree(
                        page -> JsonObject.empty().with("number", page.number()).with("text", page.text()),
                        tree -> new Page(tree.integer("number"), tree.string("text"))));

        static Page of(long number) {
            int length = new Random(number).nextInt(LONGEST);
            return new Page(number, (number + " ").repeat(length).substring(0, length));
        }

        Page next() {
            return of(number + 1);
        }

        boolean isWhole() {
            return equals(of(number));
        }
    }
}
