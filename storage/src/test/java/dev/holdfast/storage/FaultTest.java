// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault at every call. */
class FaultTest {

    private static final Scope SCOPE = Scope.of("accounts", "a1");
    private static final BlobName BLOB = SCOPE.blob("doc");
    private static final int MORE_THAN_ANY_OPERATION_MAKES = 100;

    @TempDir
    private Path place;

    private final FaultyDisk disk = new FaultyDisk();
    private FileStorage storage;

    @BeforeEach
    void open() {
        storage = FileStorage.builder(place.resolve("home")).disk(disk).open();
        storage.create(SCOPE);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @ParameterizedTest
    @EnumSource
    void aSaveThatFailsSaysWhatIsSafeAndTheNextOneWorks(FaultyDisk.Fault fault) {
        write("0");
        List<String> failed = new ArrayList<>();
        int n = 0;
        do {
            String before = current();
            String next = before + ".";
            disk.failAt(++n, fault);
            Throwable thrown = catchThrowable(() -> write(next));
            failed.add(disk.heal());
            if (thrown != null) {
                assertThat(current()).isIn(allowed((StorageException) thrown, before, next));
            }
            write(current() + "!");
            assertThat(storage.history(BLOB)).isNotEmpty();
        } while (!failed.get(failed.size() - 1).equals("nothing"));
        assertThat(failed)
                .contains(
                        "tryLock",
                        "create",
                        "write",
                        "setTime",
                        "sync",
                        "close",
                        "link",
                        "rename",
                        "syncDirectory",
                        "unlink");
    }

    private static List<String> allowed(StorageException thrown, String before, String next) {
        assertThat(thrown.code()).isIn("HF-0116", "HF-0117", "HF-0118", "HF-0119");
        return thrown.state() == StorageException.State.UNCHANGED ? List.of(before) : List.of(before, next);
    }

    @Test
    void aFaultBeforeTheRenameLeavesTheOldContentForCertain() {
        write("old");
        for (int n = 1; n < MORE_THAN_ANY_OPERATION_MAKES; n++) {
            disk.failAt(n, FaultyDisk.Fault.IO_ERROR);
            Throwable thrown = catchThrowable(() -> write("new"));
            String call = disk.heal();
            if (call.equals("rename") || call.equals("syncDirectory")) {
                assertThat(((StorageException) thrown).state()).isEqualTo(StorageException.State.UNKNOWN);
                return;
            }
            if (thrown instanceof StorageException failure) {
                assertThat(failure.state()).as(call).isEqualTo(StorageException.State.UNCHANGED);
                assertThat(current()).isEqualTo("old");
            }
        }
        throw new AssertionError("No rename was seen");
    }

    @ParameterizedTest
    @EnumSource
    void aReadThatFailsIsUnreadableAndTheNextOneWorks(FaultyDisk.Fault fault) {
        write("content");
        for (int n = 1; n <= 3; n++) {
            disk.failAt(n, fault);
            Throwable thrown = catchThrowable(() -> storage.read(BLOB));
            assertThat(thrown).isInstanceOf(UnreadableException.class);
            disk.heal();
            assertThat(current()).isEqualTo("content");
        }
    }

    @Test
    void everyOtherOperationThatFailsThrowsOurErrorAndWorksWhenRepeated() {
        List<Runnable> operations = List.of(
                () -> storage.confirm(BLOB, storage.revision(BLOB)),
                () -> storage.pin(BLOB, storage.revision(BLOB)),
                () -> storage.list(SCOPE),
                () -> storage.history(BLOB),
                () -> storage.scopes(Scope.HOME),
                () -> storage.forgetHistory(BLOB),
                () -> storage.setAside(BLOB, storage.revision(BLOB)),
                () -> storage.delete(BLOB, storage.revision(BLOB)),
                () -> storage.create(Scope.of("accounts", "a2")),
                () -> storage.purge(Scope.of("accounts", "a2")));
        operations.forEach(this::failsCleanlyAtEveryCall);
    }

    private void failsCleanlyAtEveryCall(Runnable operation) {
        for (int n = 1; n < MORE_THAN_ANY_OPERATION_MAKES; n++) {
            write("canary " + n);
            disk.failAt(n, FaultyDisk.Fault.IO_ERROR);
            Throwable thrown = catchThrowable(operation::run);
            String call = disk.heal();
            if (thrown != null) {
                assertThat(thrown).as(call).isInstanceOf(StorageException.class);
                assertThat(thrown.getMessage()).contains("Safe:").doesNotContain("canary");
            }
            operation.run();
            if (call.equals("nothing")) {
                return;
            }
        }
        throw new AssertionError("The operation never ended without a fault");
    }

    @ParameterizedTest
    @EnumSource
    void aHomeWhoseOpeningFailsOpensTheNextTime(FaultyDisk.Fault fault) {
        String call = "";
        for (int n = 1; !call.equals("nothing"); n++) {
            FaultyDisk other = new FaultyDisk();
            other.failAt(n, fault);
            Path home = place.resolve("other" + n);
            Throwable thrown = catchThrowable(
                    () -> FileStorage.builder(home).disk(other).open().close());
            call = other.heal();
            assertThat(thrown == null || thrown instanceof StorageException)
                    .as(call)
                    .isTrue();
            FileStorage.at(home).close();
        }
    }

    @Test
    void whereThereAreNoHardLinksAGenerationIsACopy() {
        write("first");
        Revision first = storage.revision(BLOB);
        disk.failAt("link");
        write("second");
        assertThat(disk.heal()).isEqualTo("link");
        assertThat(storage.read(BLOB, first).map(FaultTest::text)).contains("first");
        assertThat(storage.history(BLOB)).hasSize(1);
    }

    @Test
    void aCopyThatCouldNotBeFinishedIsTakenAway() throws IOException {
        write("first");
        Disk full = new WrappedDisk() {
            private boolean linkless;

            @Override
            void before(String call, Path path) throws IOException {
                linkless |= call.equals("link");
                if (call.equals("link") || (linkless && call.equals("write"))) {
                    throw new FileSystemException(path.toString(), null, "No space left on device");
                }
            }
        };
        storage.close();
        storage = FileStorage.builder(place.resolve("home")).disk(full).open();
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> write("second"));
        try (Stream<Path> left = Files.list(place.resolve("home/accounts/a1"))) {
            assertThat(left).containsExactly(place.resolve("home/accounts/a1/doc"));
        }
    }

    /** Such as a /home that may be passed through and not be read. */
    @Test
    void aDirectoryOfAnotherUserAboveTheHomeNeedNotBeReadable() {
        Path home = place.resolve("theirs/home");
        Disk strict = new WrappedDisk() {
            @Override
            void before(String call, Path path) throws IOException {
                if (call.equals("syncDirectory") && path.equals(home.getParent())) {
                    throw new AccessDeniedException(path.toString());
                }
            }

            @Override
            public FileFacts stat(Path path) throws IOException {
                FileFacts facts = super.stat(path);
                int owner = facts.owner() + (path.equals(home.getParent()) ? 1 : 0);
                return new FileFacts(
                        facts.kind(), facts.mode(), owner, facts.inode(), facts.key(), facts.size(), facts.micros());
            }
        };
        FileStorage.builder(home).disk(strict).open().close();
        assertThat(home.resolve("lock")).exists();
    }

    @Test
    void whatFailedToSyncIsConfirmedOnlyOnceItWasWrittenAgain() throws IOException {
        Files.writeString(place.resolve("home/accounts/a1/doc"), "by hand");
        Revision foreign = storage.revision(BLOB);
        disk.failAt("sync");
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> storage.confirm(BLOB, foreign));
        disk.heal();
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> storage.confirm(BLOB, foreign));
        write("by hand");
        Revision own = storage.revision(BLOB);
        assertThat(storage.confirm(BLOB, own)).isEqualTo(new Replacement.Replaced(own));
    }

    private void write(String text) {
        storage.replace(BLOB, storage.revision(BLOB), text.getBytes(StandardCharsets.UTF_8), Durability.DURABLE);
    }

    private String current() {
        return storage.read(BLOB).map(FaultTest::text).orElse("");
    }

    private static String text(Stored stored) {
        return new String(stored.bytes(), StandardCharsets.UTF_8);
    }
}
