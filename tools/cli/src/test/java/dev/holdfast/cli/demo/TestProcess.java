// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command, in a process of its own, on the class path as the launcher starts it. */
record TestProcess(Process process) implements AutoCloseable {

    static TestProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "dev.holdfast.cli.Main"));
        command.addAll(List.of(arguments));
        return new TestProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** What the tests run with, whether as modules or not. */
    private static String classPath() {
        return Stream.of("jdk.module.path", "jdk.module.patch.0", "java.class.path")
                .map(property -> System.getProperty(property, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** All that it says on stdout, until it ends. */
    List<String> lines() throws IOException {
        try (BufferedReader output = process.inputReader()) {
            return output.lines().toList();
        }
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
