// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.state.CodecFactory;
import dev.holdfast.state.Document;
import dev.holdfast.state.Documents;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.Scope;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two releases of an app that take turns on one file. */
final class JacksonNewerTest {

    record Note(String id, String text) {}

    record Size(int width, int height) {}

    record Board(List<Note> notes, Map<String, Size> windows, double zoom, String theme) {

        static final Board EMPTY = new Board(List.of(), Map.of(), 1, "light");

        Board with(List<Note> others) {
            return new Board(others, windows, zoom, theme);
        }

        Board with(Map<String, Size> others) {
            return new Board(notes, others, zoom, theme);
        }
    }

    record ColoredNote(String id, String text, String color, List<String> tags) {}

    record PlacedSize(int width, int height, int screen) {}

    /** Knows the zoom to more digits, and no theme any more. */
    record NewBoard(
            List<ColoredNote> notes, Map<String, PlacedSize> windows, BigDecimal zoom, Map<String, Long> reads) {

        static final NewBoard EMPTY = new NewBoard(List.of(), Map.of(), BigDecimal.ONE, Map.of());

        NewBoard with(List<ColoredNote> others) {
            return new NewBoard(others, windows, zoom, reads);
        }

        NewBoard read(String id, long times) {
            Map<String, Long> more = new TreeMap<>(reads);
            more.put(id, times);
            return new NewBoard(notes, windows, zoom, more);
        }
    }

    private static List<ColoredNote> colored(List<ColoredNote> notes, int turn) {
        return notes.stream()
                .map(it -> new ColoredNote(it.id(), it.text(), it.id() + turn, List.of(Integer.toString(turn))))
                .toList();
    }

    /** All changed, in another order, and one more. */
    private static List<Note> rewritten(List<Note> notes, int turn) {
        List<Note> all = new ArrayList<>();
        notes.forEach(it -> all.add(0, new Note(it.id(), "text " + turn)));
        all.add(turn % (all.size() + 1), new Note("n" + turn, "new"));
        return all;
    }

    record Cover(String style) {}

    record Album(Optional<Cover> cover) {}

    record ColoredCover(String style, Optional<String> color) {}

    record ColoredAlbum(Optional<ColoredCover> cover) {}

    private static final Scope APP = Scope.of("app");
    private static final int TURNS = 30;

    private final AtomicInteger migrations = new AtomicInteger();
    private final Schema<Board> v1 = Schema.of("board", Board.class, Board.EMPTY);
    private final Schema<NewBoard> v2 = Schema.of("board", NewBoard.class, NewBoard.EMPTY)
            .version(2)
            .migrate(1, data -> {
                migrations.incrementAndGet();
                return data.remove("theme").add("reads", Map.of());
            })
            .oldestReader(1)
            .whenMissing("notes.*.color", "white")
            .whenMissing("notes.*.tags", List.of())
            .whenMissing("windows.*.screen", 1);

    @TempDir
    Path temp;

    private FileStorage storage;

    @BeforeEach
    void open() {
        storage = FileStorage.at(temp.resolve("home"));
        storage.create(APP);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    /** As a release that was just started has it. */
    private <T> Document<T> started(Schema<T> schema) {
        return Documents.over(storage, APP, CodecFactory.discovered(), Clock.systemUTC())
                .document(schema);
    }

    @Test
    void eachReleaseChangesItsOwnAndLeavesTheOthers() {
        NewBoard before = new NewBoard(
                List.of(
                        new ColoredNote("a", "one", "red", List.of("x", "y")),
                        new ColoredNote("b", "two", "blue", List.of())),
                Map.of("main", new PlacedSize(800, 600, 2), "help", new PlacedSize(1, 2, 3)),
                new BigDecimal("1.10000000000000000001"),
                Map.of("a", 7L));
        started(v2).set(before);
        Document<Board> older = started(v1);
        assertThat(older.load().outcome()).isEqualTo(LoadOutcome.NEWER_READABLE);
        assertThat(older.get().theme()).isEqualTo("light");

        older.update(board -> board.with(List.of(new Note("b", "TWO"), new Note("a", "one"))));
        older.update(board -> board.with(Map.of("main", new Size(1024, 768))));

        assertThat(older.load().outcome()).isEqualTo(LoadOutcome.NEWER_READABLE);
        Document<NewBoard> newer = started(v2);
        assertThat(newer.load().outcome()).isEqualTo(LoadOutcome.LOADED);
        assertThat(newer.load().problem()).isEmpty();
        assertThat(newer.get())
                .isEqualTo(new NewBoard(
                        List.of(
                                new ColoredNote("b", "TWO", "blue", List.of()),
                                new ColoredNote("a", "one", "red", List.of("x", "y"))),
                        Map.of("main", new PlacedSize(1024, 768, 2)),
                        before.zoom(),
                        before.reads()));
    }

    @Test
    void whatTheOlderReleaseAddsTakesWhatTheSchemaSaysOfComponentsThatItLacks() {
        started(v2).set(NewBoard.EMPTY.with(List.of(new ColoredNote("a", "one", "red", List.of("x")))));
        Document<Board> older = started(v1);

        older.update(board -> board.with(List.of(new Note("n", "new"), new Note("a", "one"))));
        older.update(board -> board.with(Map.of("main", new Size(3, 4))));

        Document<NewBoard> newer = started(v2);
        assertThat(newer.load().outcome()).isEqualTo(LoadOutcome.LOADED);
        assertThat(newer.get().notes())
                .containsExactly(
                        new ColoredNote("n", "new", "white", List.of()),
                        new ColoredNote("a", "one", "red", List.of("x")));
        assertThat(newer.get().windows()).isEqualTo(Map.of("main", new PlacedSize(3, 4, 1)));
    }

    @Test
    void whatMayBeEmptyIsInAnObjectToo() {
        Schema<Album> older = Schema.of("album", Album.class, new Album(Optional.empty()));
        Schema<ColoredAlbum> newer = Schema.of("album", ColoredAlbum.class, new ColoredAlbum(Optional.empty()))
                .version(2)
                .migrate(1, data -> data)
                .oldestReader(1);
        started(newer).set(new ColoredAlbum(Optional.empty()));

        started(older).set(new Album(Optional.of(new Cover("plain"))));

        assertThat(started(newer).load().outcome()).isEqualTo(LoadOutcome.LOADED);
        assertThat(started(newer).get().cover()).hasValue(new ColoredCover("plain", Optional.empty()));
    }

    @Test
    void aMissingComponentOfWhichTheSchemaSaysNothingFencesAndTellsWhichItIs() {
        started(v1).set(Board.EMPTY.with(List.of(new Note("a", "one"))));
        Schema<NewBoard> hasty = Schema.of("board", NewBoard.class, NewBoard.EMPTY)
                .version(2)
                .migrate(1, data -> data.remove("theme"))
                .whenMissing("notes.*.color", "white");

        Loaded<NewBoard> loaded = started(hasty).load();

        assertThat(loaded.outcome()).isEqualTo(LoadOutcome.INCOMPATIBLE);
        assertThat(loaded.problem().orElseThrow().what()).contains("HF-0203", "data.notes.*.tags");
    }

    @Test
    void theyTakeTurnsAndNothingIsLostOrMigratedTwice() {
        started(v1).set(Board.EMPTY);
        List<ColoredNote> expected = new ArrayList<>();
        for (int turn = 1; turn <= TURNS; turn++) {
            int now = turn;
            started(v2).update(board -> board.with(colored(board.notes(), now)).read("n" + now, now));
            started(v1).update(board -> board.with(rewritten(board.notes(), now)));
            expected.add(
                    new ColoredNote("n" + now, "text " + TURNS, "n" + now + TURNS, List.of(Integer.toString(TURNS))));
        }
        expected.set(TURNS - 1, new ColoredNote("n" + TURNS, "new", "white", List.of()));

        NewBoard last = started(v2).get();
        assertThat(migrations).hasValue(1);
        assertThat(last.reads()).hasSize(TURNS);
        assertThat(last.notes()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(storage.history(APP.blob("board.json")).stream().filter(Generation::pinned))
                .hasSize(1);
    }
}
