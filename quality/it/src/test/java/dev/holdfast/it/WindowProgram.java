// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import dev.holdfast.storage.HoldfastException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program with a window, whose thread changes a document 10,000 times a second and leaves the saving to the library. Other
 * threads may change it as fast as they can. Each keeps a journal of what was acknowledged, and prints the code of what it
 * was refused with.
 */
final class WindowProgram {

    static final int CHANGES_A_SECOND = 10_000;

    /** More changes than there is time for. */
    static final long ENDLESS = Long.MAX_VALUE;

    /** What the window does after its changes. */
    enum End {
        CLOSE,
        EXIT
    }

    private static final long PACE = TimeUnit.SECONDS.toNanos(1) / CHANGES_A_SECOND;

    /** Longer than the library holds up the end of the JVM. */
    private static final long REFUSAL_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private WindowProgram() {}

    /** Arguments: a directory, how many changes the window makes, how it ends then, and how many other threads there are. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        long changes = Long.parseLong(arguments[1]);
        Holdfast app = Chat.open(directory);
        Document<Count> document = app.document(Count.SCHEMA);
        document.load();
        Journal journal = Journal.create(journal(directory, 0));
        for (int thread = 1; thread <= Integer.parseInt(arguments[3]); thread++) {
            startOther(document, Journal.create(journal(directory, thread)));
        }
        if (changes == ENDLESS) {
            refuseBeforeTheEnd(Thread.currentThread());
        }
        System.out.println("ready");
        change(document, journal, changes, PACE);
        if (End.valueOf(arguments[2]) == End.EXIT) {
            System.exit(0);
        }
        app.close();
    }

    /** What a thread was told is changed; the window's is 0. */
    static Path journal(Path directory, int thread) {
        return directory.resolve("journal-" + thread);
    }

    private static void startOther(Document<Count> document, Journal journal) {
        Thread thread = new Thread(() -> change(document, journal, ENDLESS, 0));
        refuseBeforeTheEnd(thread);
        thread.start();
    }

    /** Lets the JVM end when the thread has been refused a change. */
    private static void refuseBeforeTheEnd(Thread thread) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                thread.join(REFUSAL_MILLIS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }));
    }

    /** @param pace nanoseconds from one change to the next */
    private static void change(Document<Count> document, Journal journal, long changes, long pace) {
        long start = System.nanoTime();
        try {
            for (long i = 1; i <= changes; i++) {
                journal.acknowledged(document.updateLater(Count::next).value());
                waitUntil(start + i * pace);
            }
        } catch (HoldfastException e) {
            System.out.println(e.problem().code());
        }
    }

    private static void waitUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
