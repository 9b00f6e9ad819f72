// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A process with a plain connection that does as it is told, line by line, and answers each with a line. Told to peek, it
 * reads files of its database, as a backup or a search for a leaked text does.
 */
final class PeekingChild {

    private PeekingChild() {}

    /** Argument: the database. */
    public static void main(String[] args) throws IOException, SQLException {
        Path file = Path.of(args[0]);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals("peek")) {
                    Files.readAllBytes(file);
                    Files.readAllBytes(file.resolveSibling(file.getFileName() + "-shm"));
                } else {
                    statement.execute(order);
                }
                System.out.println("done");
            }
        }
    }
}
