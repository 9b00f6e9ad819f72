// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import dev.holdfast.state.Schema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two releases of an app on one home: somebody goes back to the older one, and forth again, and again. */
class TakingTurnsTest {

    @TempDir
    private Path directory;

    /** The app's document in version 1. */
    record Album(String title, List<Photo> photos, long saves) {

        record Photo(String name) {}

        static final Schema<Album> SCHEMA = Schema.of("album", Album.class, new Album("", List.of(), 0));

        Album plus(String photo) {
            return new Album(title, with(photos, new Photo(photo)), saves + 1);
        }
    }

    /** The same in version 2, which version 1 may read. */
    record RichAlbum(
            String title, List<RichPhoto> photos, long saves, long migrations, List<String> tags, Cover cover) {

        record RichPhoto(String name, Optional<String> colour) {}

        record Cover(String style) {}

        static final Schema<RichAlbum> SCHEMA = Schema.of(
                        "album", RichAlbum.class, new RichAlbum("", List.of(), 0, 0, List.of(), new Cover("plain")))
                .version(2)
                .migrate(
                        1,
                        data -> data.with("migrations", data.get("migrations").isPresent() ? 2 : 1)
                                .add("tags", List.of()))
                .oldestReader(1);

        RichAlbum plus(String photo, String colour) {
            RichPhoto added = new RichPhoto(photo, Optional.of(colour));
            return new RichAlbum(title, with(photos, added), saves, migrations, with(tags, colour), new Cover(colour));
        }
    }

    private static <E> List<E> with(List<E> list, E more) {
        List<E> longer = new ArrayList<>(list);
        longer.add(more);
        return List.copyOf(longer);
    }

    @Test
    void nothingIsLostOrMigratedTwice() throws Exception {
        takeTurns(30);
    }

    @Test
    @Tag("real")
    @Tag("hundreds")
    void nothingIsLostOrMigratedTwiceInAThousandTurns() throws Exception {
        takeTurns(1_000);
    }

    private void takeTurns(int turns) throws Exception {
        try (ChildJvm older = ChildJvm.start(Older.class, directory);
                ChildJvm newer = ChildJvm.start(Newer.class, directory)) {
            older.await("ready");
            newer.await("ready");
            take(older, "first", LoadOutcome.MISSING);
            take(newer, "0", LoadOutcome.MIGRATED);
            for (int turn = 1; turn <= turns; turn++) {
                take(older, Integer.toString(turn), LoadOutcome.NEWER_READABLE);
                take(newer, Integer.toString(turn), LoadOutcome.LOADED);
            }
            older.end();
            newer.end();
        }
        try (Holdfast app = Chat.open(directory)) {
            assertWhole(app.document(RichAlbum.SCHEMA).get(), turns);
        }
    }

    /** One opens the home, loads, writes, and closes the home. */
    private static void take(ChildJvm app, String turn, LoadOutcome expected) throws Exception {
        app.tell(turn);
        app.await(expected + " " + turn);
    }

    private static void assertWhole(RichAlbum album, int turns) {
        List<String> colours = IntStream.rangeClosed(0, turns)
                .mapToObj(turn -> "colour " + turn)
                .toList();
        assertThat(album.migrations()).isEqualTo(1);
        assertThat(album.saves()).isEqualTo(turns + 1);
        assertThat(album.tags()).isEqualTo(colours);
        assertThat(album.cover()).isEqualTo(new RichAlbum.Cover("colour " + turns));
        assertThat(album.photos().stream().filter(photo -> photo.name().startsWith("new")))
                .extracting(photo -> photo.colour().orElse("none"))
                .isEqualTo(colours);
        assertThat(album.photos().stream().filter(photo -> photo.name().startsWith("old")))
                .hasSize(turns + 1)
                .allMatch(photo -> photo.colour().isEmpty());
    }

    /** The app's first release. */
    static final class Older {
        public static void main(String[] arguments) {
            turns(arguments[0], Album.SCHEMA, (document, turn) -> document.update(album -> album.plus("old " + turn)));
        }
    }

    /** The app's second release. */
    static final class Newer {
        public static void main(String[] arguments) {
            turns(
                    arguments[0],
                    RichAlbum.SCHEMA,
                    (document, turn) -> document.update(album -> album.plus("new " + turn, "colour " + turn)));
        }
    }

    private interface Turn<T> {
        void take(Document<T> document, String turn);
    }

    private static <T> void turns(String home, Schema<T> schema, Turn<T> write) {
        System.out.println("ready");
        try (Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (lines.hasNextLine()) {
                String turn = lines.nextLine();
                try (Holdfast app = Chat.open(Path.of(home))) {
                    Document<T> document = app.document(schema);
                    Loaded<T> loaded = document.load();
                    write.take(document, turn);
                    System.out.println(loaded.outcome() + " " + turn);
                }
            }
        }
    }
}
