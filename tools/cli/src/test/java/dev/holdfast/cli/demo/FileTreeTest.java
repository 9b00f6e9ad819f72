// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

    @TempDir
    Path directory;

    @Test
    void changesAreToldByPathsFromTheRoot() throws IOException {
        Files.createDirectory(directory.resolve("below"));
        Files.writeString(directory.resolve("same"), "1");
        Files.writeString(directory.resolve("below/changed"), "1");
        Files.writeString(directory.resolve("gone"), "1");
        FileTree before = FileTree.of(directory);

        Files.writeString(directory.resolve("below/changed"), "22");
        Files.delete(directory.resolve("gone"));
        Files.writeString(directory.resolve("below/new"), "1");

        assertThat(FileTree.of(directory).since(before))
                .isEqualTo(new FileChanges(List.of("below/new"), List.of("below/changed"), List.of("gone")));
    }

    @Test
    void filesAreFoundByTheirWholeContent() throws IOException {
        Files.writeString(directory.resolve("one"), "content");
        Files.writeString(directory.resolve("two"), "content, and more");

        assertThat(FileTree.of(directory).holding("content".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("one");
    }

    @Test
    void deletionTakesATreeAndNothingThatALinkLeadsTo() throws IOException {
        Path outside = Files.writeString(directory.resolve("outside"), "1");
        Path tree = Files.createDirectories(directory.resolve("tree/below"));
        Files.createSymbolicLink(tree.resolve("link"), outside);

        DemoHome.delete(directory.resolve("tree"));

        assertThat(directory.resolve("tree")).doesNotExist();
        assertThat(outside).exists();
    }
}
