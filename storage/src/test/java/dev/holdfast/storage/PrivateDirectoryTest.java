// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {

    @TempDir
    private Path place;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatIsMadeIsTheOwnersAlone() throws IOException {
        Path made = PrivateDirectory.open(place.resolve("cache/app")).directory("accounts", "a1");
        for (Path path = made; !path.equals(place); path = path.resolve("..").normalize()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aDirectoryThatOthersMayEnterIsRefused() throws IOException {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatExceptionOfType(UnsafePlaceException.class).isThrownBy(() -> PrivateDirectory.open(place));
    }

    @Test
    void whatIsDiscardedIsGoneWithAllThatIsInIt() throws IOException {
        PrivateDirectory directory = PrivateDirectory.open(place.resolve("cache"));
        Files.writeString(directory.directory("accounts", "a1").resolve("thumbnail"), "pixels");
        assertThat(directory.discard("accounts", "a1")).isTrue();
        assertThat(directory.discard("accounts", "a1")).isFalse();
        assertThat(directory.path().resolve("accounts")).isEmptyDirectory();
        assertThat(directory.path().resolve("trash")).isEmptyDirectory();
    }

    @Test
    void whatAKillLeftIsSweptWhenItIsOpened() throws IOException {
        Path root = place.resolve("cache");
        PrivateDirectory.open(root).directory("left");
        Files.createDirectories(root.resolve("trash/a1-00/deep"));
        PrivateDirectory.open(root);
        assertThat(root.resolve("trash")).isEmptyDirectory();
        assertThat(root.resolve("left")).exists();
    }

    @Test
    void aFileIsDiscardedLikeADirectory() throws IOException {
        PrivateDirectory directory = PrivateDirectory.open(place.resolve("cache"));
        Files.writeString(directory.path().resolve("rows.db"), "pixels");
        assertThat(directory.discard("rows.db")).isTrue();
        assertThat(directory.path().resolve("trash")).isEmptyDirectory();
    }

    @Test
    void whatHasTheLongestNameIsDiscarded() {
        PrivateDirectory directory = PrivateDirectory.open(place.resolve("cache"));
        String name = "n".repeat(255);
        directory.directory(name);
        assertThat(directory.discard(name)).isTrue();
        assertThat(directory.path().resolve("trash")).isEmptyDirectory();
    }

    @Test
    void nothingOutsideIsMadeOrDiscarded() {
        PrivateDirectory directory = PrivateDirectory.open(place.resolve("cache"));
        assertThatIllegalArgumentException().isThrownBy(() -> directory.directory("..", "elsewhere"));
        assertThatIllegalArgumentException().isThrownBy(() -> directory.discard(place.toString()));
        assertThatIllegalArgumentException().isThrownBy(() -> directory.discard("trash"));
        assertThatIllegalArgumentException().isThrownBy(() -> directory.discard("a", ".."));
    }

    @Test
    void anInterruptedThreadMakesAndDiscardsAndStaysInterrupted() {
        PrivateDirectory directory = PrivateDirectory.open(place.resolve("cache"));
        Thread.currentThread().interrupt();
        directory.directory("a");
        assertThat(directory.discard("a")).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }
}
