// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * What encrypted records cost beside plain ones: the same schema, settings, driver, keys and values, the keys as text. Plain
 * ones are written twice: through JDBC, as an app would, and through the calls that the store makes. The three take turns;
 * a ratio is the median of those of all rounds, of the CPU time of the thread.
 */
final class RecordCost {

    private static final int RECORDS = 10_000;
    private static final int BYTES = 300;
    private static final int SINGLE = 300;
    private static final int WARM_UP = 10;
    private static final int SIDES = 3;
    private static final String GET = "SELECT sealed FROM record WHERE key = ?";
    private static final String PUT = "INSERT INTO record (key, sealed) VALUES (?, ?)"
            + " ON CONFLICT (key) DO UPDATE SET in_group = NULL, sealed = excluded.sealed";
    private static final Table TABLE = Table.of("room_state");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Path place;
    private final Random random = new Random(7);
    private final String[] keys = new String[RECORDS];
    private final byte[][] values = new byte[2 * RECORDS][BYTES];
    private final int[] asked = random.ints(RECORDS, 0, RECORDS).toArray();
    private final Map<String, List<long[]>> figures = new LinkedHashMap<>();
    private int round;
    private int side;

    private RecordCost(Path place, boolean inOrder) {
        this.place = place;
        for (int i = 0; i < RECORDS; i++) {
            long id = inOrder ? i : random.nextLong();
            keys[i] = "!%016x%04x:example.org".formatted(id, i);
        }
        for (byte[] value : values) {
            random.nextBytes(value);
        }
    }

    /** Arguments: an empty directory, and how many rounds. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        Path place = Path.of(args[0]);
        System.out.println("Keys in no order, such as the ids of rooms and events:");
        new RecordCost(place.resolve("none"), false).run(rounds);
        System.out.println("Keys that come in order:");
        new RecordCost(place.resolve("order"), true).run(rounds);
    }

    private void run(int rounds) throws Exception {
        for (round = -WARM_UP; round < rounds; round++) {
            for (int turn = 0; turn < SIDES; turn++) {
                side = Math.floorMod(round + turn, SIDES);
                Path directory = Files.createDirectories(place).resolve(round + "-" + side);
                switch (side) {
                    case 0 -> plain(Files.createDirectory(directory).resolve("plain.db"));
                    case 1 -> plainBeneath(Files.createDirectory(directory).resolve("plain.db"));
                    default -> ours(directory);
                }
            }
        }
        print();
    }

    private void print() {
        figures.forEach((what, all) -> System.out.printf(
                "  %-38s JDBC %8.2f ms, same calls %8.2f ms, ours %8.2f ms: ratio %.2f, beside the same calls %.2f%n",
                what,
                median(all, it -> it[0] / 1e6),
                median(all, it -> it[1] / 1e6),
                median(all, it -> it[2] / 1e6),
                median(all, it -> (double) it[2] / it[0]),
                median(all, it -> (double) it[2] / it[1])));
    }

    private static double median(List<long[]> rounds, ToDoubleFunction<long[]> of) {
        double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
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
        long cpuTaken = THREADS.getCurrentThreadCpuTime() - cpu;
        long wallTaken = System.nanoTime() - wall;
        if (round >= 0) {
            note(what + ", CPU", cpuTaken);
            note(what + ", wall", wallTaken);
        }
    }

    private void note(String what, long nanos) {
        List<long[]> rounds = figures.computeIfAbsent(what, it -> new ArrayList<>());
        while (rounds.size() <= round) {
            rounds.add(new long[SIDES]);
        }
        rounds.get(round)[side] = nanos;
    }

    /** One of the three, while it is open. */
    private interface Side {

        void begin() throws Exception;

        void put(String key, byte[] value) throws Exception;

        byte[] get(String key) throws Exception;

        void end() throws Exception;
    }

    private void measureAll(Side open) throws Exception {
        measure("insert, one transaction", () -> putAll(open, 0));
        measure("put again, one transaction", () -> putAll(open, RECORDS));
        measure("transactions of one record", () -> {
            for (int i = 0; i < SINGLE; i++) {
                open.begin();
                open.put(keys[i], values[i]);
                open.end();
            }
        });
    }

    private void putAll(Side open, int from) throws Exception {
        open.begin();
        for (int i = 0; i < RECORDS; i++) {
            open.put(keys[i], values[from + i]);
        }
        open.end();
    }

    private void getAll(Side open) throws Exception {
        for (int number : asked) {
            requireValue(open.get(keys[number]));
        }
    }

    private static void requireValue(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalStateException("nothing to read");
        }
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
                Side open = new Jdbc(connection, put, get);
                measureAll(open);
                connection.setAutoCommit(true);
                getAll(open); // into the connection's cache
                measure("point reads, a transaction each", () -> getAll(open));
                connection.setAutoCommit(false);
                measure("point reads, one transaction", () -> getAll(open));
                connection.commit();
            }
        }
        Connection[] opened = new Connection[1];
        measure("open and read one", () -> {
            opened[0] = connect(file);
            try (PreparedStatement get = opened[0].prepareStatement(GET)) {
                requireValue(Jdbc.get(get, keys[5]));
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

    private record Jdbc(Connection connection, PreparedStatement put, PreparedStatement get) implements Side {

        @Override
        public void begin() {
            // the driver does with the first statement
        }

        @Override
        public void put(String key, byte[] value) throws SQLException {
            put.setString(1, key);
            put.setBytes(2, value);
            put.executeUpdate();
        }

        @Override
        public byte[] get(String key) throws SQLException {
            return get(get, key);
        }

        static byte[] get(PreparedStatement get, String key) throws SQLException {
            get.setString(1, key);
            try (ResultSet row = get.executeQuery()) {
                return row.next() ? row.getBytes(1) : new byte[0];
            }
        }

        @Override
        public void end() throws SQLException {
            connection.commit();
        }
    }

    private void plainBeneath(Path file) throws Exception {
        try (Sql sql = Sql.open(Files.createFile(file), Duration.ZERO)) {
            Log.begin(sql);
            Transactions.run(sql, () -> RecordLayout.LAYOUT.create(sql));
            Side open = new Beneath(sql);
            measureAll(open);
            getAll(open);
            measure("point reads, a transaction each", () -> getAll(open));
            sql.beginReading();
            measure("point reads, one transaction", () -> getAll(open));
            sql.rollback();
        }
        Sql[] opened = new Sql[1];
        measure("open and read one", () -> {
            opened[0] = Sql.open(file, Duration.ZERO);
            Log.begin(opened[0]);
            requireValue(new Beneath(opened[0]).get(keys[5]));
        });
        opened[0].close();
    }

    private record Beneath(Sql sql) implements Side {

        @Override
        public void begin() {
            sql.begin();
        }

        @Override
        public void put(String key, byte[] value) {
            sql.prepare(PUT).bind(key).bind(value).execute();
        }

        @Override
        public byte[] get(String key) {
            return sql.prepare(GET).bind(key).first(row -> row.bytes(0)).orElse(new byte[0]);
        }

        @Override
        public void end() {
            sql.commit();
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
            store.read(this::getAll); // into the connection's cache
            measure("point reads, a transaction each", () -> {
                for (int number : asked) {
                    requireValue(store.read(tx -> get(tx, number)));
                }
            });
            measure("point reads, one transaction", () -> store.read(this::getAll));
        }
        RecordStore[] opened = new RecordStore[1];
        measure("open and read one", () -> {
            opened[0] = RecordStore.open(directory, TestKeys.FIRST);
            requireValue(opened[0].read(tx -> get(tx, 5)));
        });
        opened[0].close();
    }

    private void putAll(WriteTransaction tx, int from) {
        for (int i = 0; i < RECORDS; i++) {
            tx.put(TABLE, keys[i], values[from + i]);
        }
    }

    private int getAll(ReadTransaction tx) {
        for (int number : asked) {
            requireValue(get(tx, number));
        }
        return RECORDS;
    }

    private byte[] get(ReadTransaction tx, int number) {
        return tx.get(TABLE, keys[number]).orElse(new byte[0]);
    }
}
