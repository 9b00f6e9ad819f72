// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.Restored;
import dev.holdfast.avaje.AvajeCodecs;
import dev.holdfast.state.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client is back before anything slow is loaded. */
class ColdStartTest {

    private static final int ROUNDS = 15;
    private static final String DATABIND = "tools.jackson.databind.";

    @TempDir
    private Path directory;

    @BeforeEach
    void signIn() throws Exception {
        try (Holdfast app = Chat.open(directory)) {
            Chat.signIn(app);
        }
    }

    @Test
    void restoringASessionLoadsNoClassOfDatabind() throws Exception {
        assertThat(classesLoadedBy(Restoring.class))
                .contains("dev.holdfast.SessionManager", "dev.holdfast.it.Chat$Client")
                .noneMatch(type -> type.startsWith(DATABIND));
    }

    /** Else the test above would prove nothing. */
    @Test
    void readingADocumentOfTheAppsOwnTypeLoadsDatabind() throws Exception {
        assertThat(classesLoadedBy(Reading.class)).anyMatch(type -> type.startsWith(DATABIND));
    }

    @Test
    void readingADocumentWithGeneratedCodeLoadsNoClassOfDatabind() throws Exception {
        assertThat(classesLoadedBy(ReadingWithGeneratedCode.class))
                .contains("dev.holdfast.it.Board$CardJsonAdapter")
                .noneMatch(type -> type.startsWith(DATABIND));
    }

    /** What both cost is printed, for the guide: by how much they differ, the machine decides. */
    @Test
    @Tag("real")
    void generatedCodeLoadsFewerClassesThanDatabind() throws Exception {
        assertThat(classesLoadedBy(ReadingWithGeneratedCode.class))
                .hasSizeLessThan(classesLoadedBy(Reading.class).size());
        List<Class<?>> mains = List.of(Restoring.class, ReadingWithGeneratedCode.class, Reading.class);
        for (int round = 0; round < ROUNDS; round++) {
            for (Class<?> main : mains) {
                long start = System.nanoTime();
                try (ChildJvm child = ChildJvm.start(main, directory)) {
                    child.end();
                }
                System.out.println(main.getSimpleName() + " " + (System.nanoTime() - start) / 1_000_000 + " ms");
            }
        }
    }

    private List<String> classesLoadedBy(Class<?> main) throws Exception {
        Path log = directory.resolve("classes.log");
        try (ChildJvm child = ChildJvm.start(List.of(), List.of("-Xlog:class+load:file=" + log), main, directory)) {
            child.end();
        }
        return Reactor.text(log)
                .lines()
                .flatMap(line -> Stream.of(line.split(" ", -1)).filter(word -> word.contains(".")))
                .filter(word -> word.matches("[a-zA-Z0-9_.$]+"))
                .toList();
    }

    static final class Restoring {
        public static void main(String[] arguments) {
            try (Holdfast app = Chat.open(Path.of(arguments[0]))) {
                if (!(app.sessions(new Chat()).restoreLatest() instanceof Restored<Chat.Client>)) {
                    throw new IllegalStateException("Not restored");
                }
            }
        }
    }

    static final class Reading {
        public static void main(String[] arguments) {
            try (Holdfast app = Chat.open(Path.of(arguments[0]))) {
                app.document(Schema.of("settings", Settings.class, new Settings("light")))
                        .set(new Settings("dark"));
            }
        }
    }

    static final class ReadingWithGeneratedCode {
        public static void main(String[] arguments) {
            Path directory = Path.of(arguments[0]);
            try (Holdfast app = Holdfast.builder(Chat.APP)
                    .at(directory)
                    .codecs(new AvajeCodecs())
                    .open()) {
                app.document(Board.SCHEMA).update(board -> board.with(new Board.Card("new", Map.of())));
            }
        }
    }

    record Settings(String theme) {}
}
