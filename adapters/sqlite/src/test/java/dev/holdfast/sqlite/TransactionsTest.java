// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.BusyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two who read a number, add one and write it, as two processes with one storage do. */
class TransactionsTest {

    private static final String READ = "SELECT number FROM counter";
    private static final String ADD = "UPDATE counter SET number = ?";

    @TempDir
    private Path place;

    private Sql first;
    private Sql second;

    @BeforeEach
    void open() throws IOException {
        Path file = Files.createFile(place.resolve("plain.db"));
        first = Sql.open(file, Duration.ofMinutes(1));
        Log.begin(first);
        first.run("CREATE TABLE counter (number)");
        first.run("INSERT INTO counter VALUES (0)");
        second = Sql.open(file, Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        second.close();
        first.close();
    }

    private static void add(Sql sql) {
        sql.prepare(ADD).bind(sql.number(READ) + 1).execute();
    }

    @Test
    void aTransactionThatBeginsByReadingIsInVainOnceAnotherOneHasWritten() {
        second.beginReading();
        long read = second.number(READ);
        Transactions.run(first, () -> add(first));
        assertThatExceptionOfType(BusyException.class)
                .as("at once, however long it would wait")
                .isThrownBy(() -> second.prepare(ADD).bind(read + 1).execute());
        second.rollback();
    }

    @Test
    void oneThatWritesHasItsTurnFromTheBeginning() throws InterruptedException {
        second.begin();
        Thread other = new Thread(() -> Transactions.run(first, () -> add(first)));
        other.start();
        add(second);
        second.commit();
        other.join();
        assertThat(first.number(READ)).isEqualTo(2);
    }
}
