// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.Holdfast;
import dev.holdfast.avaje.AvajeCodecs;
import dev.holdfast.jackson.JacksonCodecs;
import dev.holdfast.state.CodecFactory;
import dev.holdfast.state.Document;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app in a module of its own, whose codecs were generated when it was compiled. */
class GeneratedCodecTest {

    private static final Board BOARD = new Board(
            "plans", List.of(new Board.Card("first", Map.of("cost", Double.NaN, "use", 0.1))), Optional.empty());

    private record Plain(String text) {}

    @TempDir
    private Path directory;

    private Holdfast open(CodecFactory codecs) {
        return Holdfast.builder(Chat.APP).at(directory).codecs(codecs).open();
    }

    private Path file() {
        return AppPaths.under(Chat.APP, directory).data().resolve("app/board.json");
    }

    @Test
    void typesAndCodecsAreInModules() {
        assertThat(Board.class.getModule().getName()).isEqualTo("dev.holdfast.it");
        assertThat(AvajeCodecs.class.getModule().getName()).isEqualTo("dev.holdfast.avaje");
    }

    @Test
    void whatGeneratedCodeSavesJacksonReadsAndTheOtherWayRound() throws IOException {
        try (Holdfast app = open(new AvajeCodecs())) {
            app.document(Board.SCHEMA).set(BOARD);
        }
        assertThat(file()).content().contains("\"title\": \"plans\"", "\"cost\": \"NaN\"", "\"archived\": null");
        String saved = data();
        try (Holdfast app = open(new JacksonCodecs())) {
            Document<Board> board = app.document(Board.SCHEMA);
            assertThat(board.get()).isEqualTo(BOARD);
            board.set(new Board("", List.of(), Optional.empty()));
            board.set(BOARD);
        }
        assertThat(data()).isEqualTo(saved);
        try (Holdfast app = open(new AvajeCodecs())) {
            assertThat(app.document(Board.SCHEMA).load().value()).isEqualTo(BOARD);
        }
    }

    private String data() throws IOException {
        String text = Files.readString(file());
        return text.substring(text.indexOf("\"data\""));
    }

    @Test
    void aComponentThatDataLackTakesTheInitialValues() throws IOException {
        open(new AvajeCodecs()).close();
        Files.writeString(file(), "{\"version\":1,\"data\":{\"title\":\"old\",\"more\":1}}");
        try (Holdfast app = open(new AvajeCodecs())) {
            Loaded<Board> loaded = app.document(Board.SCHEMA).load();
            assertThat(loaded.value()).isEqualTo(new Board("old", List.of(), Optional.of(Instant.EPOCH)));
            assertThat(loaded.problem()).map(it -> it.code()).contains("HF-0228");
        }
    }

    @Test
    void dataThatDoNotFitAreFenced() throws IOException {
        open(new AvajeCodecs()).close();
        String old = "{\"version\":1,\"data\":{\"title\":7}}";
        Files.writeString(file(), old);
        try (Holdfast app = open(new AvajeCodecs())) {
            Loaded<Board> loaded = app.document(Board.SCHEMA).load();
            assertThat(loaded.outcome()).isEqualTo(LoadOutcome.INCOMPATIBLE);
            assertThat(loaded.problem().orElseThrow().toString()).contains("data.title");
        }
        assertThat(file()).hasContent(old);
    }

    @Test
    void withBothInstalledTheAppSaysWhich() {
        try (Holdfast app = open(CodecFactory.discovered())) {
            Document<Board> board = app.document(Board.SCHEMA);
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> board.set(BOARD))
                    .returns("HF-0237", HoldfastException::code);
        }
        try (Holdfast app = open(new AvajeCodecs().or(new JacksonCodecs()))) {
            app.document(Board.SCHEMA).set(BOARD);
            app.document(Schema.of("plain", Plain.class, new Plain(""))).set(new Plain("by Jackson"));
            assertThat(app.document(Board.SCHEMA).get()).isEqualTo(BOARD);
        }
    }
}
