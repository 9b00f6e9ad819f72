// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files and pictures go over a real homeserver. */
@Tag("real")
@ExtendWith(Homeserver.class)
class FilesTest {

    private static final int LARGE = 5_000_000;
    private static final String MEDIA = "GET /_matrix/client/v1/media/download";

    @TempDir
    private Path folder;

    @Test
    void whatIsSentEncryptedIsReadByTheOtherAndAgainWithoutTheServer(Synapse server) throws Exception {
        server.user("nina");
        server.user("otto");
        byte[] picture = new byte[LARGE];
        new Random(1).nextBytes(picture);
        try (Wire wire = new Wire(server.uri())) {
            Attachment attachment = sendAndRead(server, wire, picture);
            CompletableFuture<Void> asked = wire.next(MEDIA);
            try (Person otto = Person.restore(folder.resolve("otto"))) {
                assertThat(downloaded(otto, attachment)).isEqualTo(picture);
                assertThat(asked).isNotDone();
            }
        }
    }

    @Test
    void whatTheServerHasChangedIsRefused(Synapse server) throws Exception {
        server.user("quinn");
        server.user("rosa");
        try (Person quinn = Person.signIn(folder.resolve("quinn"), server, "quinn");
                Person rosa = Person.signIn(folder.resolve("rosa"), server, "rosa")) {
            String room = quinn.meet(rosa, "Dogs");
            CompletableFuture<Message> heard = rosa.hears("dog.png");
            byte[] picture = {1, 2, 3};
            Person.get(Person.get(quinn.client().sendFile(room, "dog.png", "image/png", picture))
                    .accepted());
            Attachment attachment = Person.get(heard).attachment().orElseThrow();
            server.damageFiles();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThatThrownBy(() -> Person.get(rosa.client().download(attachment, out)))
                    .hasMessageContaining("HF-0815");
            assertThat(out.size()).isZero();
            assertThat(downloaded(quinn, attachment)).isEqualTo(picture);
        }
    }

    private Attachment sendAndRead(Synapse server, Wire wire, byte[] picture) throws Exception {
        Path file = Files.write(folder.resolve("cat.png"), picture);
        try (Person nina = Person.signIn(folder.resolve("nina"), server, "nina");
                Person otto = Person.signIn(folder.resolve("otto"), wire.uri(), "otto")) {
            String room = nina.meet(otto, "Cats");
            CompletableFuture<Message> heard = otto.hears("cat.png");
            Person.get(
                    Person.get(nina.client().sendFile(room, file, "image/png")).accepted());
            Attachment attachment = Person.get(heard).attachment().orElseThrow();
            assertThat(attachment)
                    .isEqualTo(
                            new Attachment(room, attachment.event(), "cat.png", "image/png", OptionalLong.of(LARGE)));
            CompletableFuture<Void> asked = wire.next(MEDIA);
            assertThat(downloaded(otto, attachment)).isEqualTo(picture);
            assertThat(asked).isDone();
            assertThat(downloaded(nina, attachment)).isEqualTo(picture);
            assertThatThrownBy(() -> downloaded(otto, new Attachment(room, "$none", "", "", OptionalLong.empty())))
                    .hasMessageContaining("HF-0816");
            assertThatThrownBy(() -> Person.get(otto.client().download(attachment, new FullDisk())))
                    .hasMessageContaining("HF-0814");
            assertThatThrownBy(() -> Person.get(nina.client().sendFile(room, folder.resolve("none"), "image/png")))
                    .hasMessageContaining("HF-0814");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> nina.client().sendFile(room, "name", "no type", new byte[1]));
            return attachment;
        }
    }

    private static byte[] downloaded(Person person, Attachment attachment) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Person.get(person.client().download(attachment, out));
        return out.toByteArray();
    }

    /** Takes nothing. */
    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("no space left on device");
        }
    }
}
