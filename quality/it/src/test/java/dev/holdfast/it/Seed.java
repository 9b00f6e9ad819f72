// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.state.Schema;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The seed's example as both sides know it: its state, its session, and the files that its Rust wrote. */
final class Seed {

    static final String APP = "org.example.chat";
    static final String USER = "@alice:example.org";
    static final URI HOMESERVER = URI.create("https://chat.example.org");
    static final String PASSPHRASE = "store-passphrase";

    private static final Path FILES = Reactor.ROOT.resolve("quality/it/src/test/resources/seed");

    private Seed() {}

    /** The seed's AppState, which it leaves open: what its migration makes. */
    record AppState(List<String> new_field, long new_field_name) {

        static final AppState EMPTY = new AppState(List.of(), 0);
    }

    /** The state that the Rust program saves. */
    static final AppState STATE = new AppState(List.of("pinned"), 7);

    static final Schema<AppState> SCHEMA = Schema.of("app_state", AppState.class, AppState.EMPTY)
            .version(2)
            .migrate(1, data -> data.add("new_field", List.of()).rename("old_field_name", "new_field_name"));

    /** A file that the Rust program wrote, byte for byte. */
    static byte[] file(String name) throws IOException {
        return Files.readAllBytes(FILES.resolve(name));
    }

    static String text(String name) throws IOException {
        return new String(file(name), StandardCharsets.UTF_8);
    }
}
