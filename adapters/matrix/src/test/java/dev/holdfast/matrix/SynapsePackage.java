// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Synapse, the homeserver, as its Python package: installed once into a virtual environment below a folder that outlives
 * {@code mvn clean}, from the registry that pip is set up for.
 */
final class SynapsePackage {

    private static final String VERSION = "1.163.2";

    private final Path environment;

    private SynapsePackage(Path environment) {
        this.environment = environment;
    }

    /** Fails with what pip said if it cannot be installed. */
    static SynapsePackage installed() {
        Path folder = Path.of(System.getProperty("holdfast.synapse", "target/synapse"))
                .toAbsolutePath();
        SynapsePackage synapse = new SynapsePackage(folder.resolve(VERSION));
        try {
            Files.createDirectories(folder);
            try (FileChannel lock = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock alone = lock.lock()) {
                if (alone.isValid() && Files.notExists(synapse.complete())) {
                    synapse.install(folder.resolve("install.log"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Synapse cannot be installed into " + folder, e);
        }
        return synapse;
    }

    private Path complete() {
        return environment.resolve("complete");
    }

    private void install(Path log) throws IOException {
        run(log, List.of("python3", "-m", "venv", "--clear", environment.toString()));
        run(log, List.of(python(), "-m", "pip", "install", "--quiet", "matrix-synapse==" + VERSION));
        Files.createFile(complete());
    }

    private static void run(Path log, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(
                    "These tests need Python 3.10 or newer with venv (Debian: python3-venv) and a registry for"
                            + " pip. " + String.join(" ", command) + " said:\n" + Files.readString(log));
        }
    }

    String python() {
        return environment.resolve("bin/python").toString();
    }
}
