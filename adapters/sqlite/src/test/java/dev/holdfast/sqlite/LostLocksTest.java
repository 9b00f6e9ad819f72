// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Why nobody in a JVM opens the files of a database that it has open, and why a store is opened once and by one process. */
@EnabledOnOs(OS.LINUX)
class LostLocksTest {

    @TempDir
    private Path place;

    @Test
    void whoReadsTheFileOfADatabaseThatHeHasOpenLosesCommits() throws Exception {
        assertThat(rowsAfter("peek")).isLessThan(4);
    }

    @Test
    void whoDoesNotLosesNone() throws Exception {
        assertThat(rowsAfter("SELECT 1")).isEqualTo(5);
    }

    /** One process commits, does something, and commits three times more; another one comes in between; the first is killed. */
    private int rowsAfter(String something) throws Exception {
        Path file = place.resolve("plain.db");
        Process child = ChildJvm.start(PeekingChild.class, file.toString());
        try (BufferedReader answers = child.inputReader();
                PrintWriter orders = new PrintWriter(child.outputWriter(), true)) {
            tell(orders, answers, "CREATE TABLE t (a)");
            tell(orders, answers, "INSERT INTO t VALUES (1)");
            tell(orders, answers, something);
            execute(file, "INSERT INTO t VALUES (2)");
            for (int i = 3; i <= 5; i++) {
                tell(orders, answers, "INSERT INTO t VALUES (" + i + ")");
            }
            ChildJvm.kill(child, answers, "");
        } finally {
            child.destroyForcibly().waitFor();
        }
        return execute(file, "SELECT count(*) FROM t");
    }

    private static void tell(PrintWriter orders, BufferedReader answers, String order) throws IOException {
        orders.println(order);
        assertThat(answers.readLine()).isEqualTo("done");
    }

    /** The number that it gives, on a connection of its own. */
    private static int execute(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return 0;
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.getInt(1);
            }
        }
    }
}
