// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * How many durable writes of 1 KB a second one writer makes, and how many 64 who come at once. The two take turns; the ratio
 * is the median of the pairs'.
 */
final class CommitCost {

    private static final int WRITERS = 64;
    private static final int EACH = 100;

    private final Storage storage;
    private final byte[] bytes = new byte[1_000];

    private CommitCost(Storage storage) {
        this.storage = storage;
    }

    /** Arguments: an empty directory, and how many pairs. */
    public static void main(String[] args) throws InterruptedException {
        int pairs = Integer.parseInt(args[1]);
        try (SqliteStorage storage = SqliteStorage.at(Path.of(args[0]).resolve("commits"))) {
            CommitCost cost = new CommitCost(storage);
            double[][] rates = new double[pairs][2];
            for (int i = -3; i < pairs; i++) {
                double alone = cost.rate(1, 5 * EACH);
                double together = cost.rate(WRITERS, EACH);
                rates[Math.max(i, 0)] = new double[] {alone, together};
            }
            System.out.printf(
                    "alone %,.0f a second, %d writers %,.0f, ratio %.1f%n",
                    median(Arrays.stream(rates).mapToDouble(rate -> rate[0]).toArray()),
                    WRITERS,
                    median(Arrays.stream(rates).mapToDouble(rate -> rate[1]).toArray()),
                    median(Arrays.stream(rates)
                            .mapToDouble(rate -> rate[1] / rate[0])
                            .toArray()));
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private double rate(int writers, int each) throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        Thread[] threads = new Thread[writers];
        for (int i = 0; i < writers; i++) {
            BlobName name = Scope.HOME.blob("of " + i);
            threads[i] = new Thread(() -> write(name, each, go));
            threads[i].start();
        }
        long start = System.nanoTime();
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return writers * each * 1e9 / (System.nanoTime() - start);
    }

    private void write(BlobName name, int times, CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            return;
        }
        Revision revision = storage.revision(name);
        for (int i = 0; i < times; i++) {
            Replacement done = storage.replace(name, revision, bytes, Durability.DURABLE);
            revision = ((Replacement.Replaced) done).revision();
        }
    }
}
