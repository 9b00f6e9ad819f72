// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlite.SQLiteConnection;

/** Runs a main class of the tests in a process of its own. */
final class ChildJvm {

    private ChildJvm() {}

    static Process start(Class<?> main, String... args) throws IOException {
        return start(List.of(), main, args);
    }

    /** @param under a program that runs it, such as one that traces it */
    static Process start(List<String> under, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(under);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String classPath() {
        Path classes = place(RecordStore.class);
        return Stream.of(
                        classes,
                        classes.resolveSibling("test-classes"),
                        place(dev.holdfast.storage.Storage.class),
                        place(dev.holdfast.secrets.SecretBytes.class),
                        place(SQLiteConnection.class))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Kills it, and gives the last whole line that it printed. */
    static String kill(Process child, BufferedReader lines, String last) throws IOException, InterruptedException {
        child.toHandle().destroyForcibly(); // which, unlike the process itself, leaves its output open
        String seen = last;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen = line;
        }
        child.waitFor();
        return seen;
    }
}
