// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A root key in a file of the directory that the service manager hands to the service, as systemd does with
 * {@code LoadCredentialEncrypted=} (systemd.exec(5), "Credentials"). Read whenever it is needed.
 */
final class SystemCredentialFactory implements KeyProviderFactory {

    private static final String ID = "system-credential";
    private static final String DIRECTORY = "CREDENTIALS_DIRECTORY";
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,255}");

    /** Far more than any key has, and little enough to read at once. */
    private static final int MAX_BYTES = 64 * 1024;

    private final String name;
    private final Function<String, Optional<String>> environment;

    /**
     * @param environment what is set, by name
     * @throws IllegalArgumentException if no credential can have the name
     */
    SystemCredentialFactory(String name, Function<String, Optional<String>> environment) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not the name of a credential: letters, digits, dots, dashes");
        }
        this.name = name;
        this.environment = environment;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProtectionLevel level() {
        return ProtectionLevel.SYSTEM_CREDENTIAL;
    }

    @Override
    public KeyProvider open(ProviderHome home) {
        return new Root();
    }

    private SecretBytes read() {
        Path directory = directory();
        Path file = directory.resolve(name);
        byte[] content = new byte[0];
        try {
            requirePrivate(file, CredentialFacts.of(directory).faultOfDirectory());
            requirePrivate(file, CredentialFacts.of(file).faultOfFile());
            content = content(file);
            return new KeyMaterial(ID, file.toString()).ofFile(content);
        } catch (NoSuchFileException e) {
            throw Problems.noCredential(ID, file, "there is no such file");
        } catch (IOException e) {
            throw Problems.noCredential(
                    ID, file, "it cannot be read: " + e.getClass().getSimpleName());
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private Path directory() {
        String directory = environment
                .apply(DIRECTORY)
                .orElseThrow(() -> Problems.noCredential(ID, name, "$" + DIRECTORY + " is not set"));
        try {
            return Path.of(directory);
        } catch (InvalidPathException e) {
            throw Problems.noCredential(ID, name, "$" + DIRECTORY + " is not a path");
        }
    }

    private static void requirePrivate(Path file, Optional<String> fault) {
        fault.ifPresent(why -> {
            throw Problems.openCredential(ID, file, why);
        });
    }

    private static byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                Arrays.fill(content, (byte) 0);
                throw Problems.unfitRoot(ID, file, "it has more than " + MAX_BYTES + " bytes");
            }
            return content;
        }
    }

    private final class Root implements RootProvider {

        @Override
        public SecretBytes root() {
            return read();
        }

        /** It keeps nothing. */
        @Override
        public void close() {}
    }
}
