// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Scope;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a later update costs its caller beside the floor, the same function given to an {@link AtomicReference}, and what
 * a read costs beside a volatile one. The two sides of a pair take turns; the ratio is the median of the pairs'.
 */
final class ChangeCost {

    private static final int CALLS = 10_000;

    private final AtomicReference<AppState> floor = new AtomicReference<>(AppState.EMPTY);
    private final Document<AppState> document;
    private long sum;

    private ChangeCost(Document<AppState> document) {
        this.document = document;
    }

    /** Arguments: an empty directory, and how many pairs. */
    public static void main(String[] args) {
        int pairs = Integer.parseInt(args[1]);
        try (FileStorage storage = FileStorage.at(Path.of(args[0]))) {
            storage.create(Scope.of("app"));
            try (Documents documents =
                    Documents.over(storage, Scope.of("app"), Bench.NoCodecs.NONE, Clock.systemUTC())) {
                ChangeCost cost = new ChangeCost(documents.document(AppState.V2));
                cost.document.set(AppState.EMPTY);
                cost.print("change", pairs, () -> cost.floor.updateAndGet(AppState::more), cost::change);
                cost.print("read", pairs, () -> cost.sum += cost.floor.get().newFieldName(), cost::read);
            }
        }
    }

    private void change() {
        document.updateLater(AppState::more);
    }

    private void read() {
        sum += document.get().newFieldName();
    }

    private void print(String what, int pairs, Runnable floorCall, Runnable ourCall) {
        Side[] sides = {new Side(floorCall, pairs), new Side(ourCall, pairs)};
        for (int i = -pairs; i < pairs; i++) {
            sides[i & 1].measure(Math.max(i, 0));
            sides[~i & 1].measure(Math.max(i, 0));
        }
        double[] ratios = new double[pairs];
        Arrays.setAll(ratios, i -> (double) sides[1].nanos[i] / sides[0].nanos[i]);
        System.out.printf("%s: floor %s, ours %s, ratio %.2f%n", what, sides[0], sides[1], median(ratios));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** One side of the pairs: the time of each batch of calls. */
    private static final class Side {

        private final Runnable call;
        private final long[] nanos;

        Side(Runnable call, int pairs) {
            this.call = call;
            this.nanos = new long[pairs];
        }

        void measure(int pair) {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            nanos[pair] = System.nanoTime() - start;
        }

        @Override
        public String toString() {
            double[] batches = Arrays.stream(nanos).asDoubleStream().toArray();
            return String.format("%.1f ns", median(batches) / CALLS);
        }
    }
}
