// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks for texts in every file below a directory, in its name and its content, in each form of {@link Needle}. */
final class Search {

    private final List<Needle> needles;

    private Search(List<Needle> needles) {
        this.needles = needles;
    }

    static Search forAny(String... texts) {
        return new Search(
                Stream.of(texts).flatMap(text -> Needle.of(text).stream()).toList());
    }

    /** The paths, relative to {@code root}, of files that have any of the texts. */
    List<String> in(Path root) throws IOException {
        FileTree files = FileTree.of(root);
        List<String> contents = files.matching(this::isIn);
        return files.paths().stream()
                .filter(path -> contents.contains(path) || isIn(path.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private boolean isIn(byte[] content) {
        return needles.stream().anyMatch(needle -> needle.isIn(content));
    }
}
