// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a save costs beside the bare floor of its protocol (temporary file, sync, rename, sync of the directory, by the same
 * Java calls), and a warm read beside the JDK's. The two sides of a pair take turns; the ratio is the median of the pairs'.
 */
final class SaveCost {

    private static final BlobName BLOB = Scope.HOME.blob("doc");

    private final Disk disk = new RealDisk();
    private final FileStorage storage;
    private final Path directory;
    private final byte[] bytes;
    private Revision revision = Revision.ABSENT;

    private SaveCost(Path place, int size) throws IOException {
        directory = Files.createDirectories(place.resolve("floor" + size));
        storage = FileStorage.at(place.resolve("home" + size));
        bytes = new byte[size];
    }

    /** Arguments: an empty directory, and how many pairs. */
    public static void main(String[] args) throws IOException {
        for (int size : new int[] {1_000, 100_000, 1_000_000}) {
            SaveCost cost = new SaveCost(Path.of(args[0]), size);
            int pairs = Integer.parseInt(args[1]);
            print("save", size, cost.measure(pairs, cost::floor, cost::save));
            print("read", size, cost.measure(20 * pairs, cost::plainRead, cost::read));
            cost.storage.close();
        }
    }

    private static void print(String what, int size, long[][] pairs) {
        double[] ratios = Arrays.stream(pairs)
                .mapToDouble(pair -> (double) pair[1] / pair[0])
                .toArray();
        Arrays.sort(ratios);
        System.out.printf(
                "%s %,9d bytes: floor %.1f us, ours %.1f us, ratio %.2f%n",
                what, size, median(pairs, 0) / 1e3, median(pairs, 1) / 1e3, ratios[ratios.length / 2]);
    }

    private static long median(long[][] pairs, int side) {
        long[] sorted =
                Arrays.stream(pairs).mapToLong(pair -> pair[side]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** One side of a pair. */
    private interface Side {
        void run() throws IOException;
    }

    private long[][] measure(int pairs, Side floor, Side ours) throws IOException {
        Side[] sides = {floor, ours};
        long[][] nanos = new long[pairs][2];
        for (int i = -pairs / 2; i < pairs; i++) {
            for (int turn = 0; turn < 2; turn++) {
                int side = (i + turn) & 1;
                long start = System.nanoTime();
                sides[side].run();
                nanos[Math.max(i, 0)][side] = System.nanoTime() - start;
            }
        }
        return nanos;
    }

    private void floor() throws IOException {
        Path temp = directory.resolve("doc~tmp");
        try (Disk.NewFile file = disk.create(temp)) {
            file.write(bytes);
            file.sync();
        }
        disk.rename(temp, directory.resolve("doc"));
        disk.syncDirectory(directory);
    }

    private void save() {
        Replacement replacement = storage.replace(BLOB, revision, bytes, Durability.DURABLE);
        revision = ((Replacement.Replaced) replacement).revision();
    }

    private void plainRead() throws IOException {
        Files.readAllBytes(directory.resolve("doc"));
    }

    private void read() {
        if (storage.read(BLOB).isEmpty()) {
            throw new IllegalStateException("nothing to read");
        }
    }
}
