// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A file in the directory that the build's {@code $CREDENTIALS_DIRECTORY} really names. */
final class SystemCredentialContractTest extends RootProviderContract {

    private static final Path DIRECTORY = Path.of(System.getenv("CREDENTIALS_DIRECTORY"));

    private final String name = "contract-" + UUID.randomUUID();
    private final Path file = DIRECTORY.resolve(name);

    @BeforeEach
    void provide() throws IOException {
        Files.createDirectories(DIRECTORY);
        Files.setPosixFilePermissions(DIRECTORY, PosixFilePermissions.fromString("rwx------"));
        write("0123456789abcdef".repeat(4));
    }

    private void write(String key) throws IOException {
        Files.writeString(file, key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void takeBack() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    protected KeyProviderFactory factory() {
        return KeyProviders.systemCredential(name);
    }

    @Override
    protected void makeUnavailable() throws IOException {
        Files.delete(file);
    }

    @Override
    protected void makeDifferent() throws IOException {
        write("fedcba9876543210".repeat(4));
    }
}
