// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The seed's atomic save: the same bytes under the same name, whole, and nothing else. */
class SeedAtomicTest {

    private static final BlobName STATE = Scope.of("app").blob("state.json");

    @TempDir
    Path directory;

    private FileStorage open() {
        FileStorage storage = FileStorage.at(directory.resolve("home"));
        storage.create(STATE.scope());
        return storage;
    }

    private Path file() {
        return directory.resolve("home/app/state.json");
    }

    @Test
    void saveAtomic() throws IOException {
        byte[] json = Seed.file("atomic.json");
        try (FileStorage storage = open()) {
            storage.replace(STATE, Revision.ABSENT, json.clone(), Durability.DURABLE);
        }

        assertThat(file()).hasBinaryContent(json);
        try (var files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no POSIX permissions")
    void theFileIsItsOwnersAlone() throws IOException {
        try (FileStorage storage = open()) {
            storage.replace(STATE, Revision.ABSENT, Seed.file("atomic.json"), Durability.DURABLE);
        }

        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aSaveOverWhatSomebodyElseSavedIsAConflict() throws IOException {
        try (FileStorage storage = open()) {
            storage.replace(STATE, Revision.ABSENT, Seed.file("atomic.json"), Durability.DURABLE);

            Replacement second = storage.replace(STATE, Revision.ABSENT, new byte[] {1}, Durability.DURABLE);

            assertThat(second).isInstanceOf(Replacement.Conflict.class);
        }
        assertThat(file()).hasBinaryContent(Seed.file("atomic.json"));
    }
}
