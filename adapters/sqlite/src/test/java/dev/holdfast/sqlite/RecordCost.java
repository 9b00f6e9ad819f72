// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What encrypted records cost beside plain ones: the same schema, settings and driver, keys as text and values as they are.
 * The two sides of a pair take turns; the ratio is the median of the pairs', of the CPU time of the thread.
 */
final class RecordCost {

    private static final int RECORDS = 10_000;
    private static final int BYTES = 300;
    private static final int SINGLE = 300;
    private static final int WARM_UP = 10;
    private static final String GET = "SELECT sealed FROM record WHERE key = ?";
    private static final String PUT = "INSERT INTO record (key, sealed) VALUES (?, ?)"
            + " ON CONFLICT (key) DO UPDATE SET in_group = NULL, sealed = excluded.sealed";
    private static final Table TABLE = Table.of("room_state");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Path place;
    private final Random random = new Random(7);
    private final String[] keys = new String[RECORDS];
    private final byte[][] values = new byte[2 * RECORDS][BYTES];
    private final int[] asked = new int[RECORDS];
    private final Map<String, List<long[]>> figures = new LinkedHashMap<>();
    private int side;

    private RecordCost(Path place, boolean inOrder) {
        this.place = place;
        for (int i = 0; i < RECORDS; i++) {
            keys[i] = inOrder ? "!room%015d:example.org".formatted(i) : "!%016x%03x:example.org".formatted(random.nextLong(), i % 4096);
            asked[i] = random.nextInt(RECORDS);
        }
        for (byte[] value : values) {
            random.nextBytes(value);
        }
    }

    /** Arguments: an empty directory, and how many pairs. */
    public static void main(String[] args) throws Exception {
        RecordCost cost = new RecordCost(Path.of(args[0]), args.length > 2);
        int pairs = Integer.parseInt(args[1]);
        for (int i = 0; i < pairs + WARM_UP; i++) {
            cost.pair(i);
            if (i == WARM_UP - 1) {
                cost.figures.clear(); // the compiler is warm
            }
        }
        cost.print();
    }

    private void pair(int number) throws Exception {
        for (int turn = 0; turn < 2; turn++) {
            side = (number + turn) & 1;
            Path directory = place.resolve(number + "-" + side);
            if (side == 0) {
                plain(Files.createDirectories(directory).resolve("plain.db"));
            } else {
                ours(directory);
            }
        }
    }

    private void print() {
        figures.forEach((what, pairs) -> {
            double[] ratios = pairs.stream()
                    .mapToDouble(pair -> (double) pair[1] / pair[0])
                    .sorted()
                    .toArray();
            System.out.printf(
                    "%-34s plain %8.2f ms, ours %8.2f ms, ratio %.2f  min %.2f %.2f %.2f%n",
                    what, median(pairs, 0) / 1e6, median(pairs, 1) / 1e6, ratios[ratios.length / 2], min(pairs, 0)/1e6, min(pairs, 1)/1e6, 1.0 * min(pairs, 1) / min(pairs, 0));
        });
    }

    private static long min(List<long[]> pairs, int side) {
        return pairs.stream().mapToLong(pair -> pair[side]).min().orElse(0);
    }

    private static long median(List<long[]> pairs, int side) {
        long[] sorted = pairs.stream().mapToLong(pair -> pair[side]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** What is measured. */
    private interface Work {
        void run() throws Exception;
    }

    private void measure(String what, Work work) throws Exception {
        long wall = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        work.run();
        note(what + ", CPU", THREADS.getCurrentThreadCpuTime() - cpu);
        note(what + ", wall", System.nanoTime() - wall);
    }

    private void note(String what, long nanos) {
        List<long[]> pairs = figures.computeIfAbsent(what, it -> new ArrayList<>());
        if (pairs.isEmpty() || Arrays.stream(pairs.get(pairs.size() - 1)).allMatch(it -> it > 0)) {
            pairs.add(new long[2]);
        }
        pairs.get(pairs.size() - 1)[side] = nanos;
    }

    private void plain(Path file) throws Exception {
        try (Connection connection = connect(file)) {
            try (Statement create = connection.createStatement()) {
                for (String made : RecordLayout.LAYOUT.schema()) {
                    create.execute(made);
                }
            }
            connection.setAutoCommit(false);
            try (PreparedStatement put = connection.prepareStatement(PUT);
                    PreparedStatement get = connection.prepareStatement(GET)) {
                measure("insert, one transaction", () -> putAll(connection, put, 0));
                measure("put again, one transaction", () -> putAll(connection, put, RECORDS));
                measure("transactions of one record", () -> {
                    for (int i = 0; i < SINGLE; i++) {
                        put(put, i, values[i]);
                        connection.commit();
                    }
                });
                connection.setAutoCommit(true);
                getMany(get); // into the connection's cache
                measure("point reads, a transaction each", () -> getMany(get));
                connection.setAutoCommit(false);
                measure("point reads, one transaction", () -> getMany(get));
                connection.commit();
            }
        }
        Connection[] opened = new Connection[1];
        measure("open and read one", () -> {
            opened[0] = connect(file);
            try (PreparedStatement get = opened[0].prepareStatement(GET)) {
                get(get, 5);
            }
        });
        opened[0].close();
    }

    private static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file + "?jdbc.get_generated_keys=false");
        try (Statement settings = connection.createStatement()) {
            settings.execute("PRAGMA cache_size = -8192");
            settings.execute("PRAGMA journal_mode = WAL");
            settings.execute("PRAGMA synchronous = FULL");
        }
        return connection;
    }

    private void putAll(Connection connection, PreparedStatement put, int from) throws SQLException {
        for (int i = 0; i < RECORDS; i++) {
            put(put, i, values[from + i]);
        }
        connection.commit();
    }

    private void put(PreparedStatement put, int number, byte[] value) throws SQLException {
        put.setString(1, keys[number]);
        put.setBytes(2, value);
        put.executeUpdate();
    }

    private void getMany(PreparedStatement get) throws SQLException {
        for (int i = 0; i < RECORDS; i++) {
            get(get, asked[i]);
        }
    }

    private void get(PreparedStatement get, int number) throws SQLException {
        get.setString(1, keys[number]);
        try (ResultSet row = get.executeQuery()) {
            if (!row.next() || row.getBytes(1).length != BYTES) {
                throw new IllegalStateException("nothing to read");
            }
        }
    }

    private void ours(Path directory) throws Exception {
        try (RecordStore store = RecordStore.open(directory, TestKeys.FIRST)) {
            measure("insert, one transaction", () -> store.write(tx -> putAll(tx, 0)));
            measure("put again, one transaction", () -> store.write(tx -> putAll(tx, RECORDS)));
            measure("transactions of one record", () -> {
                for (int i = 0; i < SINGLE; i++) {
                    int number = i;
                    store.write(tx -> tx.put(TABLE, keys[number], values[number]));
                }
            });
            store.read(this::getMany); // into the connection's cache
            measure("point reads, a transaction each", () -> {
                for (int i = 0; i < RECORDS; i++) {
                    int number = asked[i];
                    store.read(tx -> get(tx, number));
                }
            });
            measure("point reads, one transaction", () -> store.read(this::getMany));
        }
        RecordStore[] opened = new RecordStore[1];
        measure("open and read one", () -> {
            opened[0] = RecordStore.open(directory, TestKeys.FIRST);
            opened[0].read(tx -> get(tx, 5));
        });
        opened[0].close();
    }

    private void putAll(WriteTransaction tx, int from) {
        for (int i = 0; i < RECORDS; i++) {
            tx.put(TABLE, keys[i], values[from + i]);
        }
    }

    private int getMany(ReadTransaction tx) {
        for (int i = 0; i < RECORDS; i++) {
            get(tx, asked[i]);
        }
        return RECORDS;
    }

    private byte[] get(ReadTransaction tx, int number) {
        return tx.get(TABLE, keys[number])
                .filter(value -> value.length == BYTES)
                .orElseThrow(() -> new IllegalStateException("nothing to read"));
    }
}
