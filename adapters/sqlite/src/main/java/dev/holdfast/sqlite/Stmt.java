// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.StorageException.State;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One prepared statement: its parameters are bound in their order, then it is run. Used by one thread at a time. */
final class Stmt {

    private final Path file;
    private final PreparedStatement statement;
    private int bound;
    private boolean broken;

    Stmt(Path file, PreparedStatement statement) {
        this.file = file;
        this.statement = statement;
    }

    /** What is made of a row. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** What is done with each row. */
    interface Each {
        void take(ResultSet row) throws SQLException;
    }

    /** To be bound anew, whatever became of it last time. */
    Stmt afresh() {
        bound = 0;
        return this;
    }

    Stmt bind(long value) {
        try {
            statement.setLong(++bound, value);
            return this;
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }

    Stmt bind(String value) {
        try {
            statement.setString(++bound, value);
            return this;
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }

    Stmt bind(byte @Nullable [] value) {
        try {
            if (value == null) {
                statement.setNull(++bound, Types.BLOB);
            } else {
                statement.setBytes(++bound, value);
            }
            return this;
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }

    /** How many rows it changed. */
    int update() {
        try {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }

    void execute() {
        try {
            statement.execute();
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }

    /** The end of a transaction: after a failure nobody knows whether it is on the disk. */
    void commit() {
        try {
            statement.execute();
        } catch (SQLException e) {
            throw failed(e, State.UNKNOWN);
        }
    }

    /** Whether it could be done. */
    boolean attempt() {
        try {
            statement.execute();
            return true;
        } catch (SQLException e) {
            broken = true;
            return false;
        }
    }

    <T> Optional<T> first(Row<T> row) {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }

    void each(Each each) {
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                each.take(rows);
            }
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }

    /** The one number that it gives; 0 if it gives none. */
    long number() {
        return first(row -> row.getLong(1)).orElse(0L);
    }

    /** The driver gives a statement up that has failed. */
    boolean isBroken() {
        return broken;
    }

    private HoldfastException failed(SQLException cause, State state) {
        broken = true;
        return Problems.failed(file, cause, state);
    }

    void close() {
        try {
            statement.close();
        } catch (SQLException e) {
            throw failed(e, State.UNCHANGED);
        }
    }
}
