// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the disk does where somebody was faster than a look. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
class NewFileTest {

    private static final String THEIRS = "theirs";

    @TempDir
    private Path directory;

    private final Disk disk = new RealDisk();
    private Path file;
    private Path link;

    @BeforeEach
    void makeAFileAndALink() throws IOException {
        file = Files.writeString(directory.resolve("file"), THEIRS);
        link = Files.createSymbolicLink(directory.resolve("link"), file);
    }

    @Test
    void whatIsInThePlaceOfANewFileIsNeitherWrittenNorFollowed() throws IOException {
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nothing"));
        for (Path taken : new Path[] {file, link, dangling}) {
            assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> disk.create(taken));
            assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> disk.copy(file, taken));
        }
        assertThat(file).hasContent(THEIRS);
        assertThat(directory.resolve("nothing")).doesNotExist();
    }

    @Test
    void aLinkThatComesAfterTheLookIsNotFollowed() {
        Path copy = directory.resolve("copy");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> disk.read(link, 10));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> disk.copy(link, copy));
        assertThat(copy).doesNotExist();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> disk.sync(link));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> disk.openLocks(link).close());
    }
}
