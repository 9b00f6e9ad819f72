// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A directory of elsewhere comes whole, whatever kills the process that brings it. */
class ArrivalTest {

    private static final byte[] ROWS = new byte[RealDisk.PIECE + 10];

    @TempDir
    private Path place;

    private Path elsewhere;
    private Path source;
    private Path root;
    private Path target;

    @BeforeEach
    void fillTheSource() throws IOException {
        elsewhere = place.resolve("elsewhere");
        source = Files.createDirectories(elsewhere.resolve("db"));
        Files.write(source.resolve("rows.db"), ROWS);
        Files.writeString(source.resolve("rows.db-wal"), "more rows");
        Files.writeString(Files.createDirectories(source.resolve("media/deep")).resolve("image"), "pixels");
        root = place.resolve("home");
        PrivateDirectory.open(root);
        target = root.resolve("accounts/a1/stores/db");
    }

    private Arrival arrival(Disk disk) throws IOException {
        PlaceChecks checks = new PlaceChecks(disk);
        return new Arrival(disk, new PrivateDirectories(disk, checks), checks, root, source, target);
    }

    private void assertArrived() throws IOException {
        assertThat(target.resolve("rows.db")).hasBinaryContent(ROWS);
        assertThat(target.resolve("rows.db-wal")).hasContent("more rows");
        assertThat(target.resolve("media/deep/image")).hasContent("pixels");
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(names(root.resolve("accounts/a1/stores"))).containsExactly("db");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void inTheSameFileSystemItIsRenamed() throws IOException {
        Object inode = Files.getAttribute(source, "unix:ino");
        assertThat(PrivateDirectory.open(root).moveIn(source, "accounts", "a1", "stores", "db"))
                .isTrue();
        assertArrived();
        assertThat(Files.getAttribute(target, "unix:ino")).isEqualTo(inode);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void fromAnotherFileSystemItIsCopiedForItsOwnerAlone() throws IOException {
        assertThat(arrival(new FarDisk(Integer.MAX_VALUE)).run()).isTrue();
        assertArrived();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("rows.db"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("media"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aDirectoryThatIsNotThereBringsNothing() throws IOException {
        source = elsewhere.resolve("other");
        assertThat(arrival(new RealDisk()).run()).isFalse();
        assertThat(target).doesNotExist();
    }

    @Test
    void whatIsInThePlaceIsNotReplaced() throws IOException {
        Files.writeString(Files.createDirectories(target).resolve("rows.db"), "newer");
        assertThatThrownBy(() -> arrival(new RealDisk()).run()).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> arrival(new FarDisk(Integer.MAX_VALUE)).run())
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(target.resolve("rows.db")).hasContent("newer");
        assertThat(source.resolve("rows.db")).hasBinaryContent(ROWS);
    }

    @Test
    void anEmptyDirectoryInThePlaceGivesWay() throws IOException {
        Files.createDirectories(target);
        assertThat(arrival(new RealDisk()).run()).isTrue();
        assertArrived();
    }

    @Test
    void aLinkIsNotMoved() throws IOException {
        Path link = Files.createSymbolicLink(place.resolve("link"), source);
        source = link;
        assertThatThrownBy(() -> arrival(new RealDisk()).run()).isInstanceOf(UnsafePlaceException.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void aCopyOfALinkIsRefused() throws IOException {
        Files.createSymbolicLink(source.resolve("media/link"), place);
        assertThatThrownBy(() -> arrival(new FarDisk(Integer.MAX_VALUE)).run())
                .isInstanceOf(UnsafePlaceException.class);
        assertThat(source.resolve("rows.db")).exists();
        assertThat(target).doesNotExist();
    }

    @Test
    void whereverARenameIsCutOffTheNextOneGoesOn() throws IOException {
        assertThat(cutOffEverywhere(changes -> new NearDisk(changes))).isGreaterThan(3);
    }

    @Test
    void whereverACopyIsCutOffTheNextOneGoesOn() throws IOException {
        assertThat(cutOffEverywhere(changes -> new FarDisk(changes))).isGreaterThan(15);
    }

    @Test
    void aCopyThatSomebodyTookAwayIsMadeAgain() throws IOException {
        FarDisk dying = new FarDisk(Integer.MAX_VALUE);
        dying.dieBefore("syncDirectory elsewhere");
        assertThatThrownBy(() -> arrival(dying).run()).isInstanceOf(Death.class);
        TreeDeletion.delete(target.resolveSibling("~copy-db"));
        assertThat(arrival(new FarDisk(Integer.MAX_VALUE)).run()).isTrue();
        assertArrived();
    }

    @Test
    void whatAnOldProgramMakesMeanwhileIsLeftAlone() throws IOException {
        FarDisk dying = new FarDisk(Integer.MAX_VALUE);
        dying.dieBefore("syncDirectory elsewhere");
        assertThatThrownBy(() -> arrival(dying).run()).isInstanceOf(Death.class);
        Files.createDirectory(source);
        assertThat(arrival(new FarDisk(Integer.MAX_VALUE)).run()).isTrue();
        assertThat(target.resolve("rows.db")).hasBinaryContent(ROWS);
        assertThat(source).isEmptyDirectory();
    }

    private interface Dying {
        Disk after(int changes);
    }

    /** After each change; how many there were. */
    private int cutOffEverywhere(Dying disk) throws IOException {
        for (int changes = 0; ; changes++) {
            boolean died = dies(disk.after(changes));
            assertWholeSomewhere();
            arrival(disk.after(Integer.MAX_VALUE)).run();
            assertArrived();
            if (!died) {
                return changes;
            }
            TreeDeletion.delete(root.resolve("accounts"));
            fillTheSource();
        }
    }

    private boolean dies(Disk disk) throws IOException {
        try {
            arrival(disk).run();
            return false;
        } catch (Death e) {
            return true;
        }
    }

    /** Under its name, under the other one once a copy is whole, or in its place. */
    private void assertWholeSomewhere() throws IOException {
        Path copy = target.resolveSibling("~copy-db");
        assertThat(Stream.of(source, target, copy).filter(ArrivalTest::isWhole)).isNotEmpty();
        if (!Files.exists(source) && !Files.exists(target)) {
            assertThat(isWhole(copy)).isTrue();
        }
    }

    private static boolean isWhole(Path directory) {
        try {
            return List.of(ROWS.length, 9, 6)
                    .equals(List.of(
                            (int) Files.size(directory.resolve("rows.db")),
                            (int) Files.size(directory.resolve("rows.db-wal")),
                            (int) Files.size(directory.resolve("media/deep/image"))));
        } catch (IOException e) {
            return false;
        }
    }

    /** What a dead process would not live to see. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The disk of a process that dies before a change; copies and deletions are then half done. */
    private static class NearDisk extends WrappedDisk {

        private static final Set<String> CHANGES =
                Set.of("create", "copy", "rename", "unlink", "makeDirectory", "deleteTree", "syncDirectory");

        private int left;
        private String last = "";

        NearDisk(int changes) {
            left = changes;
        }

        void dieBefore(String change) {
            last = change;
        }

        @Override
        void before(String call, Path path) throws IOException {
            if (!CHANGES.contains(call)) {
                return;
            }
            if (left-- <= 0 || last.equals(call + " " + path.getFileName())) {
                left = 0;
                doHalf(call, path);
                throw new Death();
            }
        }

        private static void doHalf(String call, Path path) throws IOException {
            if (call.equals("copy")) {
                Files.write(path, new byte[] {1});
            } else if (call.equals("deleteTree")) {
                Files.deleteIfExists(path.resolve("rows.db"));
            }
        }
    }

    /** One from which nothing can be renamed into the home. */
    private final class FarDisk extends NearDisk {

        FarDisk(int changes) {
            super(changes);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            before("rename", to);
            if (from.startsWith(elsewhere) != to.startsWith(elsewhere)) {
                throw new AtomicMoveNotSupportedException(from.toString(), to.toString(), "another file system");
            }
            Files.move(from, to, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
