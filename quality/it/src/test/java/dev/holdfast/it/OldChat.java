// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.ImportReceipt;
import dev.holdfast.Restored;
import dev.holdfast.SessionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the chat app kept before, in plain text: Alice's session file, and a database beside it. */
record OldChat(Path data) {

    /** What no file of the home, and no output, may tell. */
    static final String[] SECRETS = {"secret-token", "secret-refresh", "store-passphrase"};

    private static final String SESSION = "{\"client_session\":{\"homeserver\":\"https://chat.example.org\","
            + "\"db_path\":\"/home/alice/.local/share/chat/db_2024\",\"passphrase\":\"store-passphrase\"},"
            + "\"user_session\":{\"user_id\":\"@alice:example.org\",\"device_id\":\"DEVICE\","
            + "\"access_token\":\"secret-token\",\"refresh_token\":\"secret-refresh\"}}";

    static OldChat in(Path place) {
        return new OldChat(place.resolve("old"));
    }

    OldChat write() throws IOException {
        Files.createDirectories(data.resolve("db_2024"));
        Files.writeString(file(), SESSION);
        Files.writeString(data.resolve("db_2024/state.db"), "rows");
        return this;
    }

    Path file() {
        return data.resolve("session");
    }

    SessionFile session() {
        return SessionFile.ofFullSession(file(), data);
    }

    /**
     * Where all changes are watched: of the file, and below the directory of databases. Its paths are of another provider,
     * so nothing can be renamed into the home.
     */
    SessionFile watched(WatchedFiles.Watcher watcher) {
        Path watched = WatchedFiles.watch(data, watcher);
        return SessionFile.ofFullSession(watched.resolve("session"), watched);
    }

    /** Where the file's changes alone are watched, and the database can be renamed. */
    SessionFile watchedFile(WatchedFiles.Watcher watcher) {
        return SessionFile.ofFullSession(WatchedFiles.watch(file(), watcher), data);
    }

    ImportReceipt importInto(Holdfast app) {
        return app.sessions(new Chat()).importFrom(session());
    }

    /** Nothing is lost: a file that is gone is an account, and the database is whole in one of its places. */
    OldChat assertKept(Path home) throws IOException {
        if (Files.exists(file())) {
            assertThat(file()).hasContent(SESSION);
        }
        try (Stream<Path> all = Files.walk(home)) {
            assertThat(all.filter(path -> Files.isRegularFile(path.resolve("state.db")))
                            .filter(OldChat::isWhole))
                    .isNotEmpty();
        }
        return this;
    }

    private static boolean isWhole(Path database) {
        return Reactor.text(database.resolve("state.db")).equals("rows");
    }

    boolean isGone() throws IOException {
        return HomeFiles.all(data).isEmpty();
    }

    /** After a start that imports: one account, whole, and nothing beside it. */
    OldChat assertFinished(Path home) throws Exception {
        try (Holdfast app = Chat.open(home)) {
            importInto(app);
            assertThat(app.finishLogouts()).allMatch(it -> it.isComplete());
        }
        assertThat(isGone()).isTrue();
        try (Holdfast app = Chat.open(home)) {
            assertThat(app.accounts()).containsExactly(Chat.ALICE);
            Restored<?> restored = (Restored<?>) app.sessions(new Chat()).restoreLatest();
            Path store = restored.handle().store("db");
            assertThat(isWhole(store)).isTrue();
            assertThat(HomeFiles.all(home.resolve(Chat.APP)).stream().filter(path -> path.endsWith("session")))
                    .hasSize(1);
        }
        return this;
    }
}
