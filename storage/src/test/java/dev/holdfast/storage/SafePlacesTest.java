// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class SafePlacesTest {

    private static final BlobName BLOB = Scope.of("s").blob("doc");
    private static final int NOBODY = 65_534;

    @TempDir
    private Path place;

    private Path home;

    @BeforeEach
    void choose() {
        home = place.resolve("above").resolve("home");
    }

    @Test
    void everythingIsTheOwnersAloneWhateverTheUmask() throws Exception {
        Process child = ChildJvm.startWithUmask("000", SavingChild.class, home.toString(), "5");
        child.getInputStream().readAllBytes();
        assertThat(child.waitFor()).isZero();
        try (Stream<Path> all = Files.walk(home.getParent())) {
            assertThat(all)
                    .hasSizeGreaterThan(6)
                    .allSatisfy(path -> assertThat(permissions(path))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void aHomeThatOthersMayEnterIsRefusedAndToldHowToMend() throws IOException {
        Files.createDirectories(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-x---"));
        refused("HF-0113").withMessageContaining("chmod 700 '" + home + "'");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aHomeThatIsALinkIsRefused() throws IOException {
        Path real = Files.createDirectories(place.resolve("real"));
        Files.createDirectories(home.getParent());
        Files.createSymbolicLink(home, real);
        refused("HF-0111").withMessageContaining("symbolic link");
        assertThat(real).isEmptyDirectory();
    }

    @Test
    void aHomeThatIsAFileIsRefused() throws IOException {
        Files.createDirectories(home.getParent());
        Files.writeString(home, "precious");
        refused("HF-0111");
        assertThat(home).hasContent("precious");
    }

    @Test
    void aHomeOfAnotherUserIsRefused() throws IOException {
        makePrivate(home);
        giveAway(home);
        refused("HF-0112").withMessageContaining("chown");
    }

    @Test
    void aLockFileThatIsALinkIsRefused() throws IOException {
        makePrivate(home);
        Files.createSymbolicLink(home.resolve("lock"), place.resolve("elsewhere"));
        refused("HF-0114");
        assertThat(place.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void aBlobThatIsALinkIsNeitherReadNorReplaced() throws IOException {
        Path elsewhere = Files.writeString(place.resolve("elsewhere"), "somebody else's");
        withHome(storage -> {
            Files.createSymbolicLink(file(), elsewhere);
            refusesTheBlob(storage, "HF-0114");
        });
        assertThat(elsewhere).hasContent("somebody else's");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aBlobThatIsAPipeIsNeverOpened() throws IOException {
        withHome(storage -> {
            run("mkfifo", file().toString());
            refusesTheBlob(storage, "HF-0114");
        });
    }

    @Test
    void aBlobThatIsADirectoryIsRefused() throws IOException {
        withHome(storage -> {
            Files.createDirectory(file());
            refusesTheBlob(storage, "HF-0114");
        });
    }

    @Test
    void aBlobOfAnotherUserIsRefused() throws IOException {
        withHome(storage -> {
            giveAway(Files.writeString(file(), "theirs"));
            refusesTheBlob(storage, "HF-0112");
        });
    }

    @Test
    void aBlobWithASecondNameIsLegal() throws IOException {
        withHome(storage -> {
            Files.writeString(file(), "shared");
            Files.createLink(place.resolve("second"), file());
            assertThat(storage.read(BLOB)).isPresent();
        });
    }

    @Test
    void aScopeThatIsALinkIsNotWrittenInto() throws IOException {
        Path elsewhere = Files.createDirectories(place.resolve("elsewhere"));
        withHome(storage -> {
            Files.delete(home.resolve("s"));
            Files.createSymbolicLink(home.resolve("s"), elsewhere);
        });
        try (FileStorage storage = FileStorage.at(home)) {
            assertThatExceptionOfType(UnsafePlaceException.class)
                    .isThrownBy(() -> storage.replace(BLOB, Revision.ABSENT, new byte[1], Durability.DURABLE));
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void nothingIsReadOrChangedThroughAScopeThatIsALink() throws IOException {
        Path elsewhere = Files.createDirectories(place.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("doc"), "kept");
        Files.writeString(elsewhere.resolve("doc~1"), "kept");
        withHome(storage -> {
            Files.delete(home.resolve("s"));
            Files.createSymbolicLink(home.resolve("s"), elsewhere);
        });
        try (FileStorage storage = FileStorage.at(home)) {
            Revision any = new Revision("1-4-1-1");
            List<Runnable> all = List.of(
                    () -> storage.read(BLOB),
                    () -> storage.read(BLOB, any),
                    () -> storage.revision(BLOB),
                    () -> storage.delete(BLOB, any),
                    () -> storage.forgetHistory(BLOB),
                    () -> storage.pin(BLOB, any),
                    () -> storage.setAside(BLOB, any));
            assertThat(all)
                    .allSatisfy(each -> assertThatExceptionOfType(UnsafePlaceException.class)
                            .isThrownBy(each::run)
                            .withMessageStartingWith("HF-0111"));
        }
        assertThat(elsewhere.resolve("doc")).hasContent("kept");
        assertThat(elsewhere.resolve("doc~1")).hasContent("kept");
        assertThat(elsewhere.resolve("quarantine")).doesNotExist();
    }

    @Test
    void aTerabyteIsRefusedUnread() throws IOException {
        withHome(storage -> {
            try (RandomAccessFile sparse = new RandomAccessFile(file().toFile(), "rw")) {
                sparse.setLength(1L << 40);
            }
            assertThatExceptionOfType(UnreadableException.class)
                    .isThrownBy(() -> storage.read(BLOB))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(UnreadableException.Reason.TOO_LARGE))
                    .satisfies(e ->
                            assertThat(storage.setAside(BLOB, e.revision())).isPresent());
            assertThat(storage.read(BLOB)).isEmpty();
        });
    }

    @Test
    void moreThanTheLimitIsNotWritten() throws IOException {
        try (FileStorage storage = FileStorage.builder(home).maxBlobBytes(10).open()) {
            BlobName blob = Scope.HOME.blob("doc");
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> storage.replace(blob, Revision.ABSENT, new byte[11], Durability.DURABLE))
                    .withMessageContaining("HF-0123");
            assertThat(storage.revision(blob)).isEqualTo(Revision.ABSENT);
        }
    }

    @Test
    void aPurgeFollowsNoLink() throws IOException {
        Path elsewhere = Files.createDirectories(place.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("precious"), "kept");
        withHome(storage -> {
            Files.createSymbolicLink(home.resolve("s/link"), elsewhere);
            Files.createDirectories(home.resolve("s/deep/er"));
            storage.purge(BLOB.scope());
            assertThat(home.resolve("s")).doesNotExist();
            assertThat(home.resolve("trash")).isEmptyDirectory();
        });
        assertThat(elsewhere.resolve("precious")).hasContent("kept");
    }

    @Test
    void whatAKillLeftInTheTrashIsSweptAtTheNextOpening() throws IOException {
        withHome(storage -> Files.createDirectories(home.resolve("trash/a1-0123/deep")));
        FileStorage.at(home).close();
        assertThat(home.resolve("trash")).isEmptyDirectory();
    }

    @Test
    void aTrashThatIsALinkIsNotSwept() throws IOException {
        Path elsewhere = Files.createDirectories(place.resolve("elsewhere"));
        Files.writeString(Files.createDirectory(elsewhere.resolve("photos")).resolve("precious"), "kept");
        withHome(storage -> Files.createSymbolicLink(home.resolve("trash"), elsewhere));
        try (FileStorage storage = FileStorage.at(home)) {
            assertThatExceptionOfType(UnsafePlaceException.class).isThrownBy(() -> storage.purge(BLOB.scope()));
        }
        assertThat(elsewhere.resolve("photos/precious")).hasContent("kept");
    }

    @Test
    void aLinkInTheTrashGoesAndWhatItPointsAtStays() throws IOException {
        Path elsewhere = Files.createDirectories(place.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("precious"), "kept");
        withHome(storage -> {
            Files.createDirectory(home.resolve("trash"));
            Files.createSymbolicLink(home.resolve("trash/left"), elsewhere);
        });
        FileStorage.at(home).close();
        assertThat(home.resolve("trash")).isEmptyDirectory();
        assertThat(elsewhere.resolve("precious")).hasContent("kept");
    }

    @Test
    void aScopeThatIsALinkIsPurgedAndWhatItPointsAtStays() throws IOException {
        Path elsewhere = Files.createDirectories(place.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("precious"), "kept");
        withHome(storage -> {
            Files.delete(home.resolve("s"));
            Files.createSymbolicLink(home.resolve("s"), elsewhere);
            storage.purge(BLOB.scope());
        });
        assertThat(home.resolve("s")).doesNotExist();
        assertThat(home.resolve("trash")).isEmptyDirectory();
        assertThat(elsewhere.resolve("precious")).hasContent("kept");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeInTheTrashIsRemovedUnopened() throws IOException {
        withHome(storage -> {
            Files.createDirectory(home.resolve("trash"));
            run("mkfifo", home.resolve("trash/left").toString());
        });
        FileStorage.at(home).close();
        assertThat(home.resolve("trash")).isEmptyDirectory();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aScopeThatIsAPipeIsNeverOpened() throws IOException {
        withHome(storage -> {
            Files.delete(home.resolve("s"));
            run("mkfifo", home.resolve("s").toString());
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> storage.list(BLOB.scope()));
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> storage.history(BLOB));
        });
    }

    /** Something done in an open home. */
    private interface Work {
        void with(FileStorage storage) throws IOException;
    }

    private void withHome(Work work) throws IOException {
        try (FileStorage storage = FileStorage.at(home)) {
            storage.create(BLOB.scope());
            work.with(storage);
        }
    }

    private Path file() {
        return home.resolve("s/doc");
    }

    private org.assertj.core.api.ThrowableAssertAlternative<UnsafePlaceException> refused(String code) {
        return assertThatExceptionOfType(UnsafePlaceException.class)
                .isThrownBy(() -> FileStorage.at(home))
                .withMessageStartingWith(code);
    }

    private static void refusesTheBlob(Storage storage, String code) {
        assertThatExceptionOfType(UnsafePlaceException.class)
                .isThrownBy(() -> storage.read(BLOB))
                .withMessageStartingWith(code);
        assertThatExceptionOfType(UnsafePlaceException.class)
                .isThrownBy(() -> storage.replace(BLOB, Revision.ABSENT, new byte[1], Durability.DURABLE))
                .withMessageStartingWith(code);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void makePrivate(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    /** Only the superuser can. */
    private static void giveAway(Path path) throws IOException {
        assumeTrue(new RealDisk().user() == 0, "needs root");
        Files.setAttribute(path, "unix:uid", NOBODY);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command)).start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).lines()).isEmpty();
    }
}
