// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.JsonValue;
import dev.holdfast.storage.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Two processes change one document, in memory first, and watch each other do it. */
final class WatchStep implements Step {

    private static final long STROKES = 10_000;
    private static final long LONGEST_SECONDS = 20;

    /** A save for each hundred changes would still be far too many. */
    private static final long MOST_SAVES = STROKES / 100;

    @Override
    public String name() {
        return "watch";
    }

    @Override
    public String title() {
        return "Two processes draw on one board, %,d strokes each, and see each other's".formatted(STROKES);
    }

    @Override
    public void run(Stage stage, Findings findings) throws IOException, InterruptedException {
        Path file;
        try (Holdfast app = stage.open();
                Child child = Child.start(stage, DrawingChild.class, Long.toString(STROKES))) {
            Document<Strokes> board = app.document(Strokes.SCHEMA);
            file = Path.of(board.location());
            findings.claim("this process saw all strokes of both", true, draw(board, child));
            findings.claim(
                    "the other one, too",
                    true,
                    child.next(DrawingChild.SEEN::equals).isPresent());
            findings.claim(
                    "the document says so",
                    new Strokes(STROKES, STROKES),
                    board.load().value());
        }
        JsonObject stored = (JsonObject) JsonValue.parse(Files.readAllBytes(file));
        long saves = stored.integer("sequence");
        findings.note("%,d changes, %d saves".formatted(2 * STROKES, saves));
        findings.claimWithin("the changes were saved together", 1, MOST_SAVES, saves);
    }

    /** Whether this process's observer saw all. */
    private static boolean draw(Document<Strokes> board, Child child) throws IOException, InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        Watch watch = board.onChange(Runnable::run, now -> {
            if (now.has(STROKES)) {
                seen.countDown();
            }
        });
        try {
            child.next(DrawingChild.WATCHING::equals);
            for (long i = 0; i < STROKES; i++) {
                board.updateLater(Strokes::oneMoreHere);
            }
            return seen.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } finally {
            watch.close();
        }
    }
}
