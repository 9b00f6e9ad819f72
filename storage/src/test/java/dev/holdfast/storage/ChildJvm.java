// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of the tests in a process of its own. */
final class ChildJvm {

    private ChildJvm() {}

    static Process start(Class<?> main, String... args) throws IOException {
        return start(command(main, args));
    }

    /** The same under a umask, such as {@code 000}. */
    static Process startWithUmask(String umask, Class<?> main, String... args) throws IOException {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
        shell.addAll(command(main, args));
        return start(shell);
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> command(Class<?> main, String... args) {
        Path classes = classes();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes + System.getProperty("path.separator") + classes.resolveSibling("test-classes"),
                main.getName()));
        command.addAll(List.of(args));
        return command;
    }

    private static Path classes() {
        try {
            return Path.of(FileStorage.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
