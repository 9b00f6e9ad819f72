// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stands in for the server that a client talks to: a directory, away from the home, with a file for each session that has
 * not ended. It is named by a hash of the session's token and tells whose it is.
 */
record DemoServer(Path directory) {

    private static final int TOKEN_BYTES = 24;

    /** The server of a saved session. */
    static DemoServer at(URI endpoint) {
        return new DemoServer(Path.of(endpoint));
    }

    URI endpoint() {
        return directory.toUri();
    }

    /** Begins a session; the token that it gives is nowhere but with the caller. */
    String logIn(String user) throws IOException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = "token-" + HexFormat.of().formatHex(random);
        Files.writeString(session(token), user);
        return token;
    }

    /** Whose session a token is of; empty if it has ended. */
    Optional<String> user(String token) throws IOException {
        Path session = session(token);
        return Files.exists(session) ? Optional.of(Files.readString(session)) : Optional.empty();
    }

    /** How many sessions have begun and not ended. */
    long sessions() throws IOException {
        try (Stream<Path> sessions = Files.list(directory)) {
            return sessions.count();
        }
    }

    void logOut(String token) throws IOException {
        Files.deleteIfExists(session(token));
    }

    private Path session(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return directory.resolve(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
