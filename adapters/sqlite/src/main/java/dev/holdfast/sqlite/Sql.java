// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.UnreadableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * One connection, used by one thread at a time. Each statement is prepared once and kept. What SQLite refuses comes out in
 * our words; a transaction is then to be rolled back.
 */
final class Sql implements AutoCloseable {

    /** To read and to write, a URI, and without a mutex for each call: the driver has one. The file is there. */
    private static final String OPEN_MODE = Integer.toString(
            SQLiteOpenMode.READWRITE.flag | SQLiteOpenMode.OPEN_URI.flag | SQLiteOpenMode.NOMUTEX.flag);

    private final Path file;
    private final Connection connection;
    private final LockWait wait;
    private final Map<String, Stmt> prepared = new HashMap<>();
    private boolean writing;
    private @Nullable HoldfastException failure;

    private Sql(Path file, Connection connection, LockWait wait) {
        this.file = file;
        this.connection = connection;
        this.wait = wait;
    }

    /**
     * A connection to a file that is there.
     *
     * @param busy how long to wait for a lock of somebody else's
     */
    static Sql open(Path file, Duration busy) {
        return open(file, new LockWait(busy));
    }

    /** A connection that waits as others do. */
    static Sql open(Path file, LockWait wait) {
        Sql sql = new Sql(file, connect(file), wait);
        try {
            sql.settle();
            return sql;
        } catch (RuntimeException e) {
            sql.closeAfter(e);
            throw e;
        }
    }

    private static Connection connect(Path file) {
        String uri = file.toUri().toASCIIString(); // a name in which no character means anything to the driver
        Properties settings = new Properties();
        settings.setProperty("open_mode", OPEN_MODE);
        settings.setProperty("jdbc.get_generated_keys", "false"); // a query after each INSERT, which stays open
        try {
            return new JDBC4Connection("jdbc:sqlite:" + uri, uri, settings);
        } catch (SQLException e) {
            throw Problems.failed(file, e);
        }
    }

    private void settle() {
        takeTransactionsOver();
        waitAs(wait);
        run("PRAGMA cache_size = -8192"); // KiB
        run("PRAGMA temp_store = MEMORY"); // nothing goes to a directory of others
        run("PRAGMA trusted_schema = OFF");
        run("PRAGMA cell_size_check = ON");
        run("PRAGMA fullfsync = ON"); // for macOS, where a sync is none
        run("PRAGMA checkpoint_fullfsync = ON");
    }

    private void waitAs(LockWait how) {
        try {
            BusyHandler.setHandler(connection, how);
        } catch (SQLException e) {
            throw Problems.failed(file, e);
        }
    }

    /** From the driver, which would look after each statement whether one is open. */
    private void takeTransactionsOver() {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw Problems.failed(file, e);
        }
        rollback();
    }

    Path file() {
        return file;
    }

    /** @throws HoldfastException what has failed in the transaction that writes, until that is rolled back */
    Stmt prepare(String text) {
        if (failure != null) {
            throw failure;
        }
        Stmt known = prepared.get(text);
        return known != null && !known.isBroken() ? known.afresh() : prepareAnew(text);
    }

    private Stmt prepareAnew(String text) {
        try {
            Stmt made = new Stmt(file, this::note, connection.prepareStatement(text));
            prepared.put(text, made);
            return made;
        } catch (SQLException e) {
            throw Problems.failed(file, e);
        }
    }

    /** Runs what is run once, such as a pragma. */
    void run(String text) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw Problems.failed(file, e);
        }
    }

    /** The one number that a query gives. */
    long number(String text) {
        return prepare(text).number();
    }

    /** Brings the log home and empties it, waiting for those who read as for a lock. */
    void emptyLog() {
        emptyLog(wait.uncounted());
    }

    /**
     * The same as far as those let it who read now.
     *
     * @return whether all of it is home: nobody holds on to an old state
     */
    boolean emptyLogAtOnce() {
        return emptyLog(new LockWait(Duration.ZERO));
    }

    /** To SQLite each reader is a lock, one of this process, too. */
    private boolean emptyLog(LockWait readers) {
        waitAs(readers);
        try {
            return prepare("PRAGMA wal_checkpoint(TRUNCATE)")
                    .first(row -> row.number(1) == row.number(2)) // frames in the log, and of them those at home
                    .orElse(false);
        } finally {
            waitAs(wait);
        }
    }

    /**
     * After some failures, such as a full disk, SQLite has rolled back by itself, and would commit alone whatever came next:
     * so nothing does.
     */
    private void note(HoldfastException failed) {
        if (writing && !(failed instanceof UnreadableException)) {
            failure = failed;
        }
    }

    void begin() {
        prepare("BEGIN IMMEDIATE").execute();
        writing = true;
    }

    /** One state is read, that of the first read. */
    void beginReading() {
        prepare("BEGIN").execute();
    }

    /** Reads something, so that the state is that of now, if nothing was read yet. */
    void takeState() {
        number("SELECT 1 FROM sqlite_schema");
    }

    void commit() {
        prepare("COMMIT").commit();
        writing = false;
    }

    /** Ends a transaction that failed, if SQLite has not done so by itself. */
    void rollback() {
        writing = false;
        failure = null;
        prepare("ROLLBACK").attempt();
    }

    void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        prepared.values().forEach(Stmt::close);
        prepared.clear();
        try {
            BusyHandler.clearHandler(connection);
            connection.close();
        } catch (SQLException e) {
            throw Problems.failed(file, e);
        }
    }
}
