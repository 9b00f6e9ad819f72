// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** One who reads, and within it waits for another thread. */
final class WaitingReader {

    private WaitingReader() {}

    /**
     * Begins to read; has one thread begin something that waits for readers; then has another one do what the reader waits
     * for. Returns when all have ended.
     */
    static void with(RecordStore store, Runnable waitsForReaders, Runnable awaited) throws Exception {
        CountDownLatch reads = new CountDownLatch(1);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Boolean> reader = CompletableFuture.supplyAsync(
                () -> store.read(tx -> {
                    reads.countDown();
                    begun.thenRunAsync(awaited, WaitingReader::start).join();
                    return true;
                }),
                WaitingReader::start);
        reads.await();
        Thread waiting = start(waitsForReaders);
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        begun.complete(null);
        reader.join();
        waiting.join();
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
