// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.HoldfastBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;

/** What the steps of one run share: the home, the server, chance, and what was logged. */
final class Stage {

    private final Path home;
    private final DemoServer server;
    private final Random random;
    private final Log log;
    private final String draft;

    Stage(Path home, DemoServer server, long seed, Log log) {
        this.home = home;
        this.server = server;
        this.random = new Random(seed);
        this.log = log;
        this.draft = "draft-" + HexFormat.of().toHexDigits(random.nextLong());
    }

    /** The directory that was given or made for this run. */
    Path home() {
        return home;
    }

    /** Where all of the app's files are. */
    Path appDirectory() {
        return home.resolve(DemoApp.ID);
    }

    DemoServer server() {
        return server;
    }

    /** Seeded: the same seed chooses the same moments, as far as the machine plays along. */
    Random random() {
        return random;
    }

    Log log() {
        return log;
    }

    /** The private text that the user writes. */
    String draft() {
        return draft;
    }

    HoldfastBuilder builder() {
        return DemoApp.at(home);
    }

    Holdfast open() {
        return builder().open();
    }

    /** A path below the app's directory, as reports show it. */
    String relative(Path path) {
        return FileTree.relative(appDirectory(), path);
    }

    /** A text in which paths below the app's directory are as reports show them. */
    String withRelativePaths(String text) {
        return text.replace(appDirectory() + File.separator, "");
    }

    FileTree files() throws IOException {
        return FileTree.of(appDirectory());
    }
}
