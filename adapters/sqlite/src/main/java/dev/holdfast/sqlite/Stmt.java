// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.StorageException.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * One prepared statement: its parameters are bound in their order, then it is run. It speaks to the driver's core, beneath
 * JDBC, which makes twice as many calls into native code for a record. Used by one thread at a time.
 */
final class Stmt {

    private final Path file;
    private final Consumer<HoldfastException> onFailure;
    private final PreparedStatement statement;
    private final CoreStatement core;
    private final DB database;
    private final @Nullable Object[] parameters;
    private final Row row;
    private int bound;
    private boolean broken;

    /** @param onFailure hears what is thrown */
    Stmt(Path file, Consumer<HoldfastException> onFailure, PreparedStatement statement) throws SQLException {
        this.file = file;
        this.onFailure = onFailure;
        this.statement = statement;
        this.core = (CoreStatement) statement;
        this.database = core.getDatabase();
        this.parameters = new Object[statement.getParameterMetaData().getParameterCount()];
        this.row = new Row(file, core.pointer);
    }

    /** To be bound anew, whatever became of it last time. */
    Stmt afresh() {
        bound = 0;
        return this;
    }

    Stmt bind(long value) {
        parameters[bound++] = value;
        return this;
    }

    /** Bytes of ASCII, as text: SQLite compares texts faster than blobs. */
    Stmt bindText(byte @Nullable [] ascii) {
        parameters[bound++] = ascii == null ? null : new String(ascii, StandardCharsets.US_ASCII);
        return this;
    }

    Stmt bind(String value) {
        parameters[bound++] = value;
        return this;
    }

    Stmt bind(byte @Nullable [] value) {
        parameters[bound++] = value;
        return this;
    }

    /** How many rows it changed. */
    int update() {
        execute();
        try {
            return (int) database.changes();
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }

    void execute() {
        try {
            run();
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }

    /** The end of a transaction: after a failure nobody knows whether it is on the disk. */
    void commit() {
        try {
            run();
        } catch (SQLException e) {
            throw failed(e, State.UNKNOWN);
        }
    }

    /** Does what can be done. */
    void attempt() {
        try {
            run();
        } catch (SQLException e) {
            close();
        }
    }

    private void run() throws SQLException {
        if (step()) {
            reset();
        }
    }

    <T> Optional<T> first(Function<Row, T> function) {
        try {
            return step() ? Optional.of(take(function)) : Optional.empty();
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }

    private <T> T take(Function<Row, T> function) throws SQLException {
        try {
            return function.apply(row);
        } finally {
            reset();
        }
    }

    void each(Consumer<Row> consumer) {
        eachWhile(found -> {
            consumer.accept(found);
            return true;
        });
    }

    /** As many as are wanted. */
    void eachWhile(Predicate<Row> consumer) {
        try {
            if (step()) {
                takeAll(consumer);
            }
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }

    private void takeAll(Predicate<Row> consumer) throws SQLException {
        try {
            boolean more = true;
            while (more) {
                more = consumer.test(row) && isOneMore();
            }
        } finally {
            reset();
        }
    }

    /** Binds, and goes to the first row, if there is one. */
    private boolean step() throws SQLException {
        return database.execute(core, parameters);
    }

    private boolean isOneMore() throws SQLException {
        int code = core.pointer.safeRunInt(DB::step);
        if (code != Codes.SQLITE_ROW && code != Codes.SQLITE_DONE) {
            database.throwex(code);
        }
        return code == Codes.SQLITE_ROW;
    }

    private void reset() throws SQLException {
        core.pointer.safeRunInt(DB::reset);
    }

    /** The one number that it gives; 0 if it gives none. */
    long number() {
        return first(found -> found.number(0)).orElse(0L);
    }

    /** A statement that has failed is given up. */
    boolean isBroken() {
        return broken;
    }

    private HoldfastException failed(SQLException cause, State state) {
        close();
        HoldfastException failure = Problems.failed(file, cause, state);
        onFailure.accept(failure);
        return failure;
    }

    /** Never fails: what a statement reports at its end is what it reported before. */
    void close() {
        broken = true;
        try {
            statement.close();
        } catch (SQLException e) {
            return;
        }
    }
}
