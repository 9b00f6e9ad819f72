// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.homeserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A program as its Python packages: installed once into a virtual environment below a folder that outlives
 * {@code mvn clean}, from the registry that pip is set up for.
 */
final class PythonPackage {

    private final Path environment;

    private PythonPackage(Path environment) {
        this.environment = environment;
    }

    /**
     * Fails with what pip said if it cannot be installed.
     *
     * @param name of the environment; with the version, as another one is another environment
     * @param requirements what pip installs
     */
    static PythonPackage installed(String name, String... requirements) {
        Path folder = Path.of(System.getProperty("holdfast.synapse", "target/synapse"))
                .toAbsolutePath();
        PythonPackage python = new PythonPackage(folder.resolve(name));
        try {
            Files.createDirectories(folder);
            try (FileChannel lock = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock alone = lock.lock()) {
                if (alone.isValid() && Files.notExists(python.complete())) {
                    python.install(folder.resolve("install.log"), List.of(requirements));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be installed into " + folder, e);
        }
        return python;
    }

    private Path complete() {
        return environment.resolve("complete");
    }

    private void install(Path log, List<String> requirements) throws IOException {
        run(log, List.of("python3", "-m", "venv", "--clear", environment.toString()));
        List<String> pip = new ArrayList<>(List.of(python(), "-m", "pip", "install", "--quiet"));
        pip.addAll(requirements);
        run(log, pip);
        Files.createFile(complete());
    }

    private static void run(Path log, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // CMake 4 refuses what libolm, of 2023, asks for without it.
        builder.environment().put("CMAKE_POLICY_VERSION_MINIMUM", "3.5");
        if (builder.start().onExit().join().exitValue() != 0) {
            throw new IOException(
                    "These tests need Python 3.10 or newer with venv and headers, a C++ compiler, make and"
                            + " CMake (Debian: python3-venv python3-dev g++ make cmake), and a registry for pip. "
                            + String.join(" ", command) + " said:\n" + Files.readString(log));
        }
    }

    String python() {
        return environment.resolve("bin/python").toString();
    }
}
