// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What an app of before has kept: a session file in plain text, and a database beside it. */
record OldApp(Path data) {

    static final String TOKEN = "secret-token";
    static final String REFRESH = "secret-refresh-token";
    static final String PASSPHRASE = "store-passphrase";
    static final String CANARY = "canary";

    /** With a database in its place. */
    static OldApp in(Path data) throws IOException {
        Path database = Files.createDirectories(data.resolve("db_2024"));
        Files.writeString(database.resolve("state.db"), "rows");
        Files.writeString(database.resolve("state.db-wal"), "more rows");
        return new OldApp(data);
    }

    Path file() {
        return data.resolve("session");
    }

    Path database() {
        return data.resolve("db_2024");
    }

    SessionFile full() {
        return SessionFile.ofFullSession(file(), data);
    }

    SessionFile client(String user) {
        return SessionFile.ofClientSession(file(), data, user);
    }

    /** As matrix-rust-sdk's example and Robrix write it. */
    static JsonObject fullSession(String user, String database) {
        return JsonObject.empty()
                .with("client_session", clientSession(database))
                .with(
                        "user_session",
                        JsonObject.empty()
                                .with("user_id", user)
                                .with("device_id", "DEVICE")
                                .with("access_token", TOKEN)
                                .with("refresh_token", REFRESH))
                .with("sync_token", "s1")
                .with("sliding_sync_version", "Native");
    }

    static JsonObject clientSession(String database) {
        return JsonObject.empty()
                .with("homeserver", "https://chat.example.org/")
                .with("db_path", database)
                .with("passphrase", PASSPHRASE);
    }

    OldApp write(JsonObject session) {
        return write(new String(session.print(Layout.COMPACT), StandardCharsets.UTF_8));
    }

    OldApp write(String session) {
        try {
            Files.writeString(file(), session);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contents of all files, by their names. */
    static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var files = Files.walk(directory)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                if (!path.endsWith("lock")) {
                    contents.put(
                            directory.relativize(path).toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }

    boolean isWhole() {
        try {
            return Files.readString(file()).contains(PASSPHRASE)
                    && Files.readString(database().resolve("state.db")).equals("rows")
                    && Files.readString(database().resolve("state.db-wal")).equals("more rows");
        } catch (IOException e) {
            return false;
        }
    }
}
