// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.WrongKeyException;
import dev.holdfast.sqlite.RecordStore;
import dev.holdfast.sqlite.StoreKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disk, and what opens it. */
@Tag("real")
@ExtendWith(Homeserver.class)
class StoreSecrecyTest {

    private static final byte[] CELLAR = "the door is behind the bookcase".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void noMessageTokenOrNameIsInPlainTextAndAnotherKeyIsRefusedWithoutHarm(Synapse server) throws Exception {
        server.user("grace");
        Path home = folder.resolve("grace");
        String room;
        try (Person g = Person.signIn(home, server, "grace")) {
            room = Person.get(g.client().createRoom("Moonlight", Set.of()));
            g.awaitRoom(room);
            g.say(room, "the owls are not what they seem");
            String plain = server.plainRoom("moonlight");
            Person.get(g.client().join(plain));
            g.awaitRoom(plain);
            for (String each : List.of(room, plain)) {
                Outgoing sent = Person.get(g.client().sendFile(each, "cellar-map.txt", "text/plain", CELLAR));
                Person.get(sent.accepted());
            }
            List<String> secrets = List.of(
                    "cellar-map.txt",
                    "behind the bookcase",
                    "the owls are not what they seem",
                    "Moonlight",
                    room,
                    g.tokens().access(),
                    g.tokens().refresh().orElseThrow());
            assertThat(files(home)).anyMatch(file -> file.toString().endsWith("-wal"));
            assertThat(found(home, secrets)).isEmpty();
            Files.writeString(home.resolve("control"), "not sealed: " + secrets.get(0));
            assertThat(found(home, secrets)).containsExactly(secrets.get(0));
            try (OutputStream control = Files.newOutputStream(home.resolve("control"))) {
                Person.get(g.client().download(g.attachment(room), control));
            }
            assertThat(found(home, secrets)).containsExactly("behind the bookcase");
            Files.delete(home.resolve("control"));
        }
        refuseAnotherKey(home);
        try (Person g = Person.restore(home)) {
            assertThat(g.said(room)).containsExactly("the owls are not what they seem", "cellar-map.txt");
        }
    }

    private static void refuseAnotherKey(Path home) throws IOException {
        Path database = files(home).stream()
                .filter(file -> file.toString().endsWith(".db"))
                .findFirst()
                .orElseThrow();
        byte[] before = Files.readAllBytes(database);
        StoreKey other = StoreKey.of(SecretBytes.random(32, new SecureRandom()));
        assertThatThrownBy(() -> RecordStore.open(database.resolve("..").normalize(), other))
                .isInstanceOf(WrongKeyException.class);
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
    }

    private static List<Path> files(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Which of the texts are in any file, as they are. */
    private static List<String> found(Path home, List<String> texts) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files(home)) {
            all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return texts.stream().filter(text -> all.indexOf(text) >= 0).toList();
    }
}
