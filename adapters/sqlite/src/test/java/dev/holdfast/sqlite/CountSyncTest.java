// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Durability;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever keeps the count of openings keeps it durably: so the store must, before it tells it. */
@Tag("real")
class CountSyncTest {

    @TempDir
    private Path place;

    @ParameterizedTest
    @EnumSource(Durability.class)
    void theCountIsSyncedWhateverIsSyncedLater(Durability durability) throws Exception {
        Path trace = place.resolve("trace");
        Path directory = place.resolve("store");
        RecordStore.open(directory, TestKeys.FIRST).close();
        Process child = ChildJvm.start(
                List.of("strace", "-f", "-y", "-qq", "-e", "trace=pwrite64,fsync,fdatasync", "-o", trace.toString()),
                OpeningChild.class,
                directory.toString(),
                durability.name());
        try (BufferedReader lines = child.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("2");
        }
        assertThat(child.waitFor()).isZero();
        List<String> ofLog = Files.readAllLines(trace).stream()
                .filter(line -> line.contains("records.db-wal>"))
                .toList();
        assertThat(ofLog).anyMatch(line -> line.contains("pwrite64("));
        assertThat(ofLog.get(ofLog.size() - 1)).containsAnyOf("fsync(", "fdatasync(");
    }
}
