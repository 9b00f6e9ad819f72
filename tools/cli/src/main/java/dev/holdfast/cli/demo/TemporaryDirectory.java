// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory for one run, which goes with it, also when a person ends it. */
final class TemporaryDirectory implements AutoCloseable {

    /** A run that is being ended goes on writing while its directory is deleted. */
    private static final int TRIES = 20;

    private final Path path;
    private final Thread atExit;

    private TemporaryDirectory(Path path) {
        this.path = path;
        this.atExit = new Thread(this::delete, "demo-clean-up");
    }

    static TemporaryDirectory create(String prefix) throws IOException {
        TemporaryDirectory made = new TemporaryDirectory(Files.createTempDirectory(prefix));
        Runtime.getRuntime().addShutdownHook(made.atExit);
        return made;
    }

    Path path() {
        return path;
    }

    private void delete() {
        boolean gone = false;
        for (int i = 0; i < TRIES && !gone; i++) {
            gone = isGone();
        }
    }

    private boolean isGone() {
        try {
            DemoHome.delete(path);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        DemoHome.delete(path);
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
