// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneHomeTest {

    private static final BlobName BLOB = Scope.HOME.blob("doc");

    @TempDir
    private Path place;

    @Test
    void aSecondOpeningInTheSameJvmIsRefusedUntilTheFirstIsClosed() throws Exception {
        FileStorage first = FileStorage.at(place.resolve("home"));
        Path other = Files.createSymbolicLink(place.resolve("way"), place);
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> FileStorage.at(other.resolve("home")))
                .withMessageStartingWith("HF-0110");
        assertThat(first.revision(BLOB)).isEqualTo(Revision.ABSENT);
        first.close();
        FileStorage.at(place.resolve("home")).close();
    }

    @Test
    void aHomeOnAFileSystemOfOtherMachinesIsOpenedByOneProcess() {
        Disk shared = new WrappedDisk() {
            @Override
            void before(String call, Path path) {}

            @Override
            public boolean isShared(Path directory) {
                return true;
            }

            @Override
            public LockFile openLocks(Path file) throws IOException {
                LockFile locks = super.openLocks(file);
                return new LockFile() {
                    @Override
                    public @Nullable FileLock tryLock(long position, LeaseMode mode) {
                        return null; // another machine has it
                    }

                    @Override
                    public void close() throws IOException {
                        locks.close();
                    }
                };
            }
        };
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() ->
                        FileStorage.builder(place.resolve("home")).disk(shared).open())
                .withMessageStartingWith("HF-0122");
        FileStorage.at(place.resolve("home")).close();
    }

    @Test
    void aWriterThatGetsNoLockGivesUpAtTheDeadline() {
        Disk stuck = new WrappedDisk() {
            @Override
            void before(String call, Path path) {}

            @Override
            public LockFile openLocks(Path file) {
                return new LockFile() {
                    @Override
                    public @Nullable FileLock tryLock(long position, LeaseMode mode) {
                        return null;
                    }

                    @Override
                    public void close() {}
                };
            }
        };
        try (FileStorage storage = FileStorage.builder(place.resolve("home"))
                .disk(stuck)
                .lockDeadline(Duration.ofMillis(20))
                .open()) {
            assertThatExceptionOfType(BusyException.class)
                    .isThrownBy(() -> storage.replace(BLOB, Revision.ABSENT, new byte[1], Durability.DURABLE))
                    .withMessageStartingWith("HF-0115");
            assertThat(storage.read(BLOB)).isEmpty();
        }
    }

    @Test
    void theLockFileStaysEmpty() throws Exception {
        try (FileStorage storage = FileStorage.at(place.resolve("home"))) {
            storage.replace(BLOB, Revision.ABSENT, new byte[1], Durability.DURABLE);
            storage.lease(Scope.HOME, "run", LeaseMode.SHARED, Duration.ZERO);
        }
        assertThat(place.resolve("home/lock")).isEmptyFile();
    }
}
