// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.SafeStmtPtr;
import org.sqlite.core.SafeStmtPtr.SafePtrFunction;

/** The row that a statement has come to. Columns count from 0; one that is NULL, or of another type, is as good as empty. */
final class Row {

    private final Path file;
    private final SafeStmtPtr statement;

    Row(Path file, SafeStmtPtr statement) {
        this.file = file;
        this.statement = statement;
    }

    byte[] bytes(int column) {
        byte[] found = get((database, pointer) -> database.column_blob(pointer, column));
        return found == null ? new byte[0] : found;
    }

    String text(int column) {
        String found = get((database, pointer) -> database.column_text(pointer, column));
        return found == null ? "" : found;
    }

    long number(int column) {
        try {
            return statement.safeRunLong((database, pointer) -> database.column_long(pointer, column));
        } catch (SQLException e) {
            throw Problems.failed(file, e);
        }
    }

    private <T> @Nullable T get(SafePtrFunction<T, SQLException> column) {
        try {
            return statement.safeRun(column);
        } catch (SQLException e) {
            throw Problems.failed(file, e);
        }
    }
}
