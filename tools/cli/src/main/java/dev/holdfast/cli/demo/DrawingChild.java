// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import dev.holdfast.storage.Watch;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Draws on the board that its parent draws on, and says when it has seen all of both. */
final class DrawingChild {

    static final String WATCHING = "watching";
    static final String SEEN = "seen";

    private DrawingChild() {}

    /** The arguments: the home, the server, the number of strokes of each. */
    public static void main(String[] arguments) throws InterruptedException {
        long strokes = Long.parseLong(arguments[2]);
        CountDownLatch seen = new CountDownLatch(1);
        try (Holdfast app = DemoApp.at(Path.of(arguments[0])).open()) {
            Document<Strokes> board = app.document(Strokes.SCHEMA);
            Watch watch = board.onChange(Runnable::run, now -> {
                if (now.has(strokes)) {
                    seen.countDown();
                }
            });
            try {
                System.out.println(WATCHING);
                for (long i = 0; i < strokes; i++) {
                    board.updateLater(Strokes::oneMoreThere);
                }
                seen.await();
            } finally {
                watch.close();
            }
        }
        System.out.println(SEEN);
    }
}
